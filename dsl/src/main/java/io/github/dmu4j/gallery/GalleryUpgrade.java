package io.github.dmu4j.gallery;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DiskSpace;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.NpyRowWriter;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.data.VectorSidecar;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.GalleryAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Moves a stored gallery to the new space in one pass, in constant memory: blocks of rows are read, moved, and appended to a
 * new file. The source is never written to. Interrupted, it goes on where it was when {@link #save} is called again with the
 * same gallery, adapter and options: the result is the same, byte for byte.
 *
 * <p>Immutable: options return a copy. Nothing happens before {@link #save} or {@link #inMemory}.
 */
@CheckReturnValue
public final class GalleryUpgrade {
    /** Values of the longer side of a block (16 MiB of float32): bounds the memory, whatever the dimension. */
    private static final int BLOCK_VALUES = 1 << 22;

    private static final int MOST_ROWS = 8192;

    /** Blocks between two checkpoints, each of which waits for the disk. */
    private static final int CHECKPOINT_BLOCKS = 16;

    private static final String STAGE = "upgrade gallery";

    private final Gallery gallery;
    private final BlockUpgrade upgrade;
    private final UpgradeListener listener;
    private final Cancellation cancellation;
    private final FloatType type;
    private final int blockRows;

    private GalleryUpgrade(
            Gallery gallery,
            BlockUpgrade upgrade,
            UpgradeListener listener,
            Cancellation cancellation,
            FloatType type,
            int blockRows) {
        upgrade.requireFits(gallery.contract());
        this.gallery = gallery;
        this.upgrade = upgrade;
        this.listener = listener;
        this.cancellation = cancellation;
        this.type = type;
        this.blockRows = blockRows;
    }

    /**
     * The upgrade of {@code gallery} by {@code adapter}: all vectors moved, stored as the gallery is, stopped by interrupting
     * the thread.
     *
     * @throws DmuException naming each field in which the gallery's contract differs from the adapter's input
     */
    public static GalleryUpgrade of(Gallery gallery, GalleryAdapter adapter) {
        int longer = Math.max(
                1, Math.max(adapter.input().dimension(), adapter.output().dimension()));
        int blockRows = Math.max(1, Math.min(MOST_ROWS, BLOCK_VALUES / longer));
        return new GalleryUpgrade(
                gallery,
                new BlockUpgrade(adapter, GalleryPolicy.all(), true),
                UpgradeListener.NONE,
                Cancellation.ON_INTERRUPT,
                gallery.type(),
                blockRows);
    }

    /**
     * A set in memory, upgraded: ids and labels stay.
     *
     * @throws DmuException as {@link #of}
     */
    public static EmbeddingSet adapt(EmbeddingSet set, GalleryAdapter adapter, GalleryPolicy policy) {
        return of(Gallery.of(set), adapter).withPolicy(policy).inMemory();
    }

    /** Which vectors are moved, and how far; {@link GalleryPolicy#all()} unless said. */
    public GalleryUpgrade withPolicy(GalleryPolicy policy) {
        return new GalleryUpgrade(
                gallery,
                new BlockUpgrade(upgrade.adapter(), policy, upgrade.scored()),
                listener,
                cancellation,
                type,
                blockRows);
    }

    /**
     * Leaves out the scores of the old vectors, which take a product with every prototype: with thousands of classes most of the
     * time. {@link GalleryItems#scores} are NaN then, so that no poor-first {@link BackfillPlan} can be made of them. A policy that
     * needs scores has them still.
     */
    public GalleryUpgrade withoutScores() {
        return new GalleryUpgrade(
                gallery,
                new BlockUpgrade(upgrade.adapter(), upgrade.policy(), false),
                listener,
                cancellation,
                type,
                blockRows);
    }

    /** Who hears the progress: one stage {@code upgrade gallery}, steps are vectors. */
    public GalleryUpgrade withListener(UpgradeListener other) {
        return new GalleryUpgrade(gallery, upgrade, other, cancellation, type, blockRows);
    }

    /** What stops it between two blocks. */
    public GalleryUpgrade withCancellation(Cancellation other) {
        return new GalleryUpgrade(gallery, upgrade, listener, other, type, blockRows);
    }

    /** Float16 or float32; as the gallery unless said. */
    public GalleryUpgrade storedAs(FloatType other) {
        return new GalleryUpgrade(gallery, upgrade, listener, cancellation, other, blockRows);
    }

    /**
     * Rows that are moved at once, from 1 on. Unless said, as many as make 16 MiB on the longer side, at most 8,192.
     *
     * @throws IllegalArgumentException if below 1
     */
    public GalleryUpgrade withBlockRows(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a block has at least 1 row, found " + rows);
        }
        return new GalleryUpgrade(gallery, upgrade, listener, cancellation, type, rows);
    }

    /** The contract of the result. */
    public VectorContract outputContract() {
        return upgrade.output(gallery.contract());
    }

    /** The upgraded gallery in memory, as {@link #save} would store it in float32. */
    public EmbeddingSet inMemory() {
        EmbeddingSet old = gallery.toEmbeddingSet();
        FloatMatrix moved = upgrade.apply(old.vectors(), 0).vectors();
        int[] labels = old.labels().orElse(null);
        return EmbeddingSet.of(old.ids(), moved, labels, old.classNames(), outputContract());
    }

    /**
     * Writes the upgraded gallery: {@code out} (.npy), {@code .items.npy} with version, score and cosine of each item, and the
     * sidecar with contract, ids and labels. {@code out} appears last and whole. While at work there are part files and a
     * journal beside it, from which an interrupted upgrade goes on.
     *
     * @param out must not exist
     * @throws RunCancelled if stopped; the message says how to go on
     * @throws DmuException if {@code out} exists, the disk has not enough room, an interrupted upgrade to {@code out} had other
     *     ingredients, or a vector cannot be used (naming its row)
     */
    @CanIgnoreReturnValue
    public UpgradedGallery save(Path out) {
        Path target = out.toAbsolutePath();
        UpgradeJournal begin = new UpgradeJournal(
                UpgradeJournal.SCHEMA_VERSION,
                upgrade.adapter().fingerprint(),
                gallery.fingerprint(),
                upgrade.policy() + (upgrade.scored() ? "" : ", without scores"),
                type.name(),
                blockRows,
                gallery.rows(),
                0);
        UpgradeJournal journal = UpgradeJournal.find(target).orElse(begin);
        journal.requireSame(begin, target);
        if (!Files.exists(target)) {
            DiskSpace.require(
                    target,
                    bytesFor(gallery.rows() - journal.rowsDone()),
                    "store float16: storedAs(FloatType.FLOAT16)");
            write(target, journal);
        } else if (journal.rowsDone() < gallery.rows()
                || UpgradeJournal.find(target).isEmpty()) {
            throw new DmuException(target + " exists, and an upgrade never replaces a file"
                    + (gallery.isFile(target) ? ", least of all its own source" : "")
                    + ". Choose another name, or delete it first");
        }
        UpgradeJournal.delete(target);
        return UpgradedGallery.of(target);
    }

    /** Gives up an interrupted upgrade to {@code out}: its part files and journal are deleted, a finished file stays. */
    public static void discard(Path out) {
        Path target = out.toAbsolutePath();
        try {
            Files.deleteIfExists(NpyRowWriter.partOf(target));
            Files.deleteIfExists(NpyRowWriter.partOf(GalleryItems.pathBeside(target)));
        } catch (IOException e) {
            throw new DmuException("cannot delete the part files of " + target + ": " + e.getMessage(), e);
        }
        UpgradeJournal.delete(target);
    }

    private void write(Path target, UpgradeJournal journal) {
        Path items = GalleryItems.pathBeside(target);
        long done = journal.rowsDone();
        try (NpyRowWriter vectorWriter = open(target, dimension(), type, done)) {
            boolean itemsFinished = done > 0
                    && done == journal.rows()
                    && !Files.exists(NpyRowWriter.partOf(items))
                    && Files.exists(items); // it was stopped between two renames
            if (!itemsFinished) {
                writeRows(target, items, journal, vectorWriter);
            }
            vectorWriter.complete();
            gallery.writeSidecar(
                    VectorSidecar.pathBeside(target),
                    outputContract(),
                    VectorSidecar.checksum(NpyRowWriter.partOf(target)));
            vectorWriter.finish();
        }
    }

    private void writeRows(Path target, Path items, UpgradeJournal journal, NpyRowWriter vectorWriter) {
        try (NpyRowWriter itemWriter = open(items, BlockUpgrade.ITEM_COLUMNS, FloatType.FLOAT32, journal.rowsDone())) {
            new Pass(target, vectorWriter, itemWriter, journal).run();
            itemWriter.finish();
        } catch (RuntimeException e) {
            discardUnlessBegun(target, e);
            throw e;
        }
    }

    private static NpyRowWriter open(Path target, int columns, FloatType type, long rowsDone) {
        return rowsDone > 0
                ? NpyRowWriter.resume(target, columns, type, rowsDone)
                : NpyRowWriter.create(target, columns, type);
    }

    private int dimension() {
        return upgrade.policy()
                .outputDimension(gallery.dimension(), upgrade.adapter().output().dimension());
    }

    /** An upgrade that failed before its first checkpoint leaves nothing. */
    private static void discardUnlessBegun(Path target, RuntimeException because) {
        try {
            if (UpgradeJournal.find(target).isEmpty()) {
                discard(target);
            }
        } catch (DmuException e) {
            because.addSuppressed(e);
        }
    }

    private long bytesFor(long rows) {
        return rows * ((long) dimension() * type.bytes() + BlockUpgrade.ITEM_COLUMNS * 4L);
    }

    /** One session's way through the rows. */
    private final class Pass {
        private final Path target;
        private final NpyRowWriter vectors;
        private final NpyRowWriter items;
        private final UpgradeListener heard = UpgradeListener.all(List.of(listener));
        private UpgradeJournal journal;
        private double itemsPerSecond;

        Pass(Path target, NpyRowWriter vectors, NpyRowWriter items, UpgradeJournal journal) {
            this.target = target;
            this.vectors = vectors;
            this.items = items;
            this.journal = journal;
        }

        void run() {
            long began = System.nanoTime();
            heard.on(new UpgradeEvent.StageStarted(STAGE, gallery.rows(), "vector"));
            try (Gallery.Rows source = gallery.open()) {
                int blocks = 0;
                for (long row = journal.rowsDone(); row < gallery.rows(); row = vectors.rows()) {
                    if (cancellation.isRequested()) {
                        throw cancelled(row);
                    }
                    block(source, row);
                    if (++blocks % CHECKPOINT_BLOCKS == 0) {
                        checkpoint();
                    }
                }
            }
            checkpoint();
            heard.on(new UpgradeEvent.StageCompleted(STAGE, (System.nanoTime() - began) / 1e9));
        }

        private void block(Gallery.Rows source, long row) {
            long began = System.nanoTime();
            int count = (int) Math.min(blockRows, gallery.rows() - row);
            BlockUpgrade.Block block = upgrade.apply(source.read(row, count), row);
            vectors.append(block.vectors());
            items.append(block.items());
            double rate = count / Math.max(1e-9, (System.nanoTime() - began) / 1e9);
            itemsPerSecond = itemsPerSecond == 0 ? rate : 0.8 * itemsPerSecond + 0.2 * rate;
            heard.on(
                    new UpgradeEvent.StepCompleted(STAGE, 0, row + count, gallery.rows(), Map.of(), 0, itemsPerSecond));
        }

        /** The rows first, then the journal that vouches for them. */
        private void checkpoint() {
            vectors.flush();
            items.flush();
            journal = journal.at(vectors.rows());
            journal.write(target);
            heard.on(new UpgradeEvent.CheckpointSaved(
                    UpgradeJournal.pathOf(target).toString(), vectors.rows()));
        }

        private RunCancelled cancelled(long row) {
            if (row > 0) {
                checkpoint();
            }
            return new RunCancelled(
                    "the gallery upgrade was stopped after " + row + " of " + gallery.rows()
                            + " vectors. To go on, call save(Path.of(\"" + target
                            + "\")) again with the same gallery and upgrade module; to give it up, GalleryUpgrade.discard(path)");
        }
    }
}
