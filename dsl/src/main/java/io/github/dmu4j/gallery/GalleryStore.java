package io.github.dmu4j.gallery;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DiskSpace;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.NpyRowWriter;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorSidecar;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.GalleryAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A folder that keeps every generation of a gallery and says which one is in use, so that an upgrade can be undone: {@code
 * generations/0001-old.npy} ({@code original} where nobody said whose vectors they are), {@code 0002-adapted.npy}, ... and {@code
 * gallery.json}, which names the current one. Switching replaces that one file by renaming: a reader sees the old generation or
 * the new one, nothing between. Nothing is ever deleted but unfinished work.
 */
public final class GalleryStore {
    private static final int SCHEMA_VERSION = 1;
    private static final int COPY_ROWS = 4096;

    private final Path folder;

    private GalleryStore(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * One generation.
     *
     * @param number from 1 on
     * @param file name in {@code generations/}
     * @param parent number of the generation that it was made from; 0 for the first
     * @param adapter fingerprint of the adapter that made it; empty for the first
     * @param policy the policy that made it; empty for the first
     */
    public record Entry(int number, String file, int parent, String adapter, String policy) {}

    /** The content of gallery.json. */
    private record Manifest(
            @JsonProperty("schemaVersion") int schemaVersion,
            @JsonProperty("current") int current,
            @JsonProperty("generations") List<Entry> generations) {
        Manifest {
            generations = List.copyOf(generations);
        }

        Entry entry(int number) {
            return generations.stream()
                    .filter(entry -> entry.number == number)
                    .findFirst()
                    .orElseThrow(() -> new DmuException("there is no generation " + number + "; there are "
                            + generations.stream().map(Entry::number).toList()));
        }
    }

    /**
     * Makes a store in a new folder, with a copy of {@code first} as its first generation. The original stays where it is.
     *
     * @throws DmuException if there is a store already, or the disk has not enough room
     */
    public static GalleryStore create(Path folder, Gallery first) {
        GalleryStore store = new GalleryStore(folder);
        if (Files.exists(store.manifestFile())) {
            throw new DmuException(folder + " holds a gallery already. Open it: GalleryStore.open(path)");
        }
        Path target = store.file(fileName(1, first));
        DiskSpace.require(
                target,
                first.rows() * first.dimension() * first.type().bytes(),
                "begin with a gallery that is stored as float16");
        copy(first, target);
        store.write(new Manifest(SCHEMA_VERSION, 1, List.of(new Entry(1, fileName(1, first), 0, "", ""))));
        return store;
    }

    /**
     * Opens a store.
     *
     * @throws DmuException if there is none, or a newer dmu4j made it
     */
    public static GalleryStore open(Path folder) {
        GalleryStore store = new GalleryStore(folder);
        if (!Files.exists(store.manifestFile())) {
            throw new DmuException("there is no gallery in " + folder
                    + " (no gallery.json). Make one: GalleryStore.create(path," + " Gallery.npy(file))");
        }
        store.manifest();
        return store;
    }

    /** The gallery in use. */
    public Gallery current() {
        return generation(manifest().current);
    }

    /** The number of the generation in use. */
    public int currentNumber() {
        return manifest().current;
    }

    /** All generations, oldest first. */
    public List<Entry> generations() {
        return manifest().generations;
    }

    /** One generation. */
    public Gallery generation(int number) {
        return Gallery.npy(file(manifest().entry(number).file));
    }

    /** {@link #upgrade(GalleryAdapter, GalleryPolicy, UpgradeListener, Cancellation)} of every vector, interruptible. */
    @CanIgnoreReturnValue
    public UpgradedGallery upgrade(GalleryAdapter adapter) {
        return upgrade(adapter, GalleryPolicy.all(), UpgradeListener.NONE, Cancellation.ON_INTERRUPT);
    }

    /**
     * Upgrades the current generation and switches to the result. Stopped, it goes on when called again with the same adapter
     * and policy; the current generation stays in use until the new one is whole.
     */
    @CanIgnoreReturnValue
    public UpgradedGallery upgrade(
            GalleryAdapter adapter, GalleryPolicy policy, UpgradeListener listener, Cancellation cancellation) {
        Manifest manifest = manifest();
        Gallery source = generation(manifest.current);
        GalleryUpgrade upgrade = source.upgrade(adapter)
                .withPolicy(policy)
                .withListener(listener)
                .withCancellation(cancellation);
        int number = manifest.generations.get(manifest.generations.size() - 1).number + 1;
        String name = fileName(number, upgrade.outputContract().generation());
        deleteUnlisted(file(name));
        UpgradedGallery upgraded = upgrade.save(file(name));
        List<Entry> generations = new ArrayList<>(manifest.generations);
        generations.add(new Entry(number, name, manifest.current, adapter.fingerprint(), policy.toString()));
        write(new Manifest(SCHEMA_VERSION, number, generations));
        return upgraded;
    }

    /** Gives up a stopped upgrade. */
    public void discardUnfinished() {
        Path generations = folder.resolve("generations");
        try (var files = Files.list(generations)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(".") && (name.endsWith(".part") || name.endsWith(".journal.json"))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new DmuException(
                    "cannot clear " + generations + ": " + e.getMessage() + ". Delete its hidden files", e);
        }
    }

    /**
     * Undoes the last upgrade: the generation that the current one was made from is in use again. The upgraded one stays.
     *
     * @throws DmuException if the current generation is the first
     */
    @CanIgnoreReturnValue
    public Gallery rollback() {
        Entry current = manifest().entry(manifest().current);
        if (current.parent == 0) {
            throw new DmuException("generation " + current.number + " is the original: there is nothing to undo");
        }
        return use(current.parent);
    }

    /** Switches to any generation. */
    @CanIgnoreReturnValue
    public Gallery use(int number) {
        Manifest manifest = manifest();
        Gallery gallery = generation(number); // opens it: never switch to a file that cannot be read
        write(new Manifest(SCHEMA_VERSION, number, manifest.generations));
        return gallery;
    }

    /** A whole file that no manifest knows: the process ended between the last two steps. It is made again. */
    private static void deleteUnlisted(Path file) {
        if (UpgradeJournal.find(file).isPresent()) {
            return; // save() itself knows what to do
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DmuException("cannot delete the unfinished " + file + ": " + e.getMessage(), e);
        }
    }

    private static void copy(Gallery gallery, Path target) {
        try (Gallery.Rows rows = gallery.open();
                NpyRowWriter writer = NpyRowWriter.create(target, gallery.dimension(), gallery.type())) {
            for (long from = 0; from < gallery.rows(); from = writer.rows()) {
                FloatMatrix block = rows.read(from, (int) Math.min(COPY_ROWS, gallery.rows() - from));
                writer.append(block);
            }
            writer.complete();
            gallery.writeSidecar(
                    VectorSidecar.pathBeside(target),
                    gallery.contract(),
                    VectorSidecar.checksum(NpyRowWriter.partOf(target)));
            writer.finish();
        } catch (DmuException e) {
            GalleryUpgrade.discard(target);
            throw e;
        }
    }

    private static String fileName(int number, Gallery gallery) {
        return fileName(number, gallery.contract().generation());
    }

    private static String fileName(int number, Generation generation) {
        String name = generation == Generation.UNKNOWN ? "original" : generation.name();
        return String.format(Locale.ROOT, "%04d-%s.npy", number, name.toLowerCase(Locale.ROOT));
    }

    private Path file(String name) {
        return folder.resolve("generations").resolve(name);
    }

    private Path manifestFile() {
        return folder.resolve("gallery.json");
    }

    private Manifest manifest() {
        Manifest manifest = Json.read(manifestFile(), Manifest.class);
        if (manifest.schemaVersion > SCHEMA_VERSION) {
            throw new DmuException(manifestFile() + " is of schema version " + manifest.schemaVersion
                    + ", readable is up to " + SCHEMA_VERSION + ": use a newer dmu4j");
        }
        return manifest;
    }

    private void write(Manifest manifest) {
        Json.write(manifestFile(), manifest);
    }

    @Override
    public String toString() {
        Manifest manifest = manifest();
        return String.format(
                        Locale.ROOT,
                        "GalleryStore: generation %d of %d in use\n",
                        manifest.current,
                        manifest.generations.size())
                + "  folder: " + folder + "\n"
                + "  file:   " + manifest.entry(manifest.current).file + "\n"
                + "next: .upgrade(adapter)" + (manifest.entry(manifest.current).parent == 0 ? "" : ", .rollback()");
    }
}
