package io.github.dmu4j.gallery;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.NpyRows;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.data.VectorSidecar;
import io.github.dmu4j.method.GalleryAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored gallery: vectors of one space, on disk (any size, read in blocks) or in memory. Immutable; nothing here changes
 * the file.
 */
@CheckReturnValue
public final class Gallery {
    private final @Nullable Path file;
    private final @Nullable EmbeddingSet set;
    private final VectorContract contract;
    private final long rows;
    private final FloatType type;

    private Gallery(
            @Nullable Path file, @Nullable EmbeddingSet set, VectorContract contract, long rows, FloatType type) {
        this.file = file;
        this.set = set;
        this.contract = contract;
        this.rows = rows;
        this.type = type;
    }

    /**
     * The gallery in a .npy file of shape (items, dimension). With a sidecar beside it ({@code EmbeddingSet.save}), its contract
     * holds; without, the space is unknown and cannot be checked: say it by {@link #withContract}.
     *
     * @throws DmuException if the file is missing, damaged, or cannot be streamed
     */
    public static Gallery npy(Path file) {
        try (NpyRows rows = NpyRows.open(file)) {
            VectorContract contract = VectorSidecar.contractBeside(file).orElse(VectorContract.unknown(rows.columns()));
            return new Gallery(file, null, contract, rows.rows(), rows.type()).requireDimension(rows.columns());
        }
    }

    /** A gallery in memory. */
    public static Gallery of(EmbeddingSet set) {
        return new Gallery(null, set, set.contract(), set.size(), FloatType.FLOAT32);
    }

    /** The same vectors under another contract. */
    public Gallery withContract(VectorContract other) {
        return new Gallery(file, set, other, rows, type).requireDimension(contract.dimension());
    }

    /** The upgrade of this gallery by {@code adapter}, to be saved or refined by options. */
    public GalleryUpgrade upgrade(GalleryAdapter adapter) {
        return GalleryUpgrade.of(this, adapter);
    }

    /** Number of items. */
    public long rows() {
        return rows;
    }

    /** Length of each vector. */
    public int dimension() {
        return contract.dimension();
    }

    /** Which space the vectors are of. */
    public VectorContract contract() {
        return contract;
    }

    /** How the vectors are stored; FLOAT32 in memory. */
    public FloatType type() {
        return type;
    }

    /** The file, unless the gallery is in memory. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /**
     * All of it in memory.
     *
     * @throws DmuException if it does not fit into one array
     */
    public EmbeddingSet toEmbeddingSet() {
        EmbeddingSet all = set != null ? set : EmbeddingSet.npy(fileOrThrow());
        return all.withContract(contract);
    }

    /** Opens the vectors for reading in blocks. */
    Rows open() {
        if (set != null) {
            FloatMatrix vectors = set.vectors();
            return new Rows() {
                @Override
                public FloatMatrix read(long from, int count) {
                    return vectors.slice((int) from, (int) from + count);
                }

                @Override
                public void close() {}
            };
        }
        NpyRows rows = NpyRows.open(fileOrThrow());
        return new Rows() {
            @Override
            public FloatMatrix read(long from, int count) {
                return rows.read(from, count);
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    /** By what an interrupted upgrade recognises the gallery it began with. */
    String fingerprint() {
        return set != null ? SourceFingerprint.of(set.vectors()) : SourceFingerprint.of(fileOrThrow());
    }

    /** Writes what a matrix cannot hold (ids, labels) beside vectors that were made from these. */
    void writeSidecar(Path target, VectorContract of, long checksum) {
        if (set != null) {
            VectorSidecar.write(target, set, of, checksum);
        } else {
            Path mine = VectorSidecar.pathBeside(fileOrThrow());
            boolean ours = VectorSidecar.contractBeside(fileOrThrow()).isPresent();
            VectorSidecar.copyWith(ours ? mine : null, target, of, checksum);
        }
    }

    /** Whether a path is this gallery's own file. */
    boolean isFile(Path other) {
        return file != null
                && file.toAbsolutePath()
                        .normalize()
                        .equals(other.toAbsolutePath().normalize());
    }

    private Path fileOrThrow() {
        if (file == null) {
            throw new IllegalStateException("a gallery in memory has no file");
        }
        return file;
    }

    private Gallery requireDimension(int dimension) {
        if (contract.dimension() != dimension) {
            throw new DmuException("the gallery's vectors have dimension " + dimension + " but their contract says "
                    + contract.dimension() + ": this contract belongs to other vectors");
        }
        return this;
    }

    @Override
    public String toString() {
        String where = file == null ? "in memory" : "in " + file + (Files.exists(file) ? "" : " (missing)");
        return String.format(Locale.ROOT, "Gallery: %,d vectors of dimension %d\n", rows, dimension())
                + "  stored:     " + where + ", " + type.name().toLowerCase(Locale.ROOT) + "\n"
                + "  vectors of: " + contract.origin() + "\n"
                + "next: upgraded.upgradeGallery(gallery).save(path)";
    }

    /** Vectors in blocks. */
    interface Rows extends AutoCloseable {
        FloatMatrix read(long from, int count);

        @Override
        void close();
    }
}
