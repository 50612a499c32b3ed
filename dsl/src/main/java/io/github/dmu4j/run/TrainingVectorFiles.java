package io.github.dmu4j.run;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.MappedNpy;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Vectors in float32 files that are mapped into memory, so that they take no heap. Each model's view has a folder of its own:
 *
 * <pre>
 * training-vectors/old-1f3a.../0000000000.npy  0000065536.npy ...     named by the first row
 * training-vectors/new-view-1-77c0.../0000000000.npy ...
 * </pre>
 *
 * <p>A file is whole or not there, and holds whole batches, so that an embedding which was stopped goes on after the last file with
 * the batches of one that was not. Float32, because rounding would change the numbers of the training.
 */
final class TrainingVectorFiles implements TrainingVectors {
    /** Least number of rows of a file: 128 MB of dimension 512, and what an interruption costs. */
    static final int ROWS_PER_FILE = 1 << 16;

    private static final int HASH_SHOWN = 16;

    private final Path folder;
    private final int rowsPerFile;

    TrainingVectorFiles(Path folder, int rowsPerFile) {
        this.folder = folder;
        this.rowsPerFile = rowsPerFile;
    }

    @Override
    public FloatRows of(
            FrozenModel model, String role, LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        Path home = folder.resolve(role + "-" + shortHash(model.embedder().hash()));
        int dimension = model.embedder().dimension();
        requireRunning(cancellation, home);
        List<FloatRows> files = present(home, dimension);
        int done = rows(files);
        if (done < images.size()) {
            Writer writer = new Writer(home, done);
            model.embedInBlocks(
                    images.subset(IntStream.range(done, images.size()).toArray()),
                    writer::append,
                    countingFrom(done, listener),
                    cancellation);
            writer.writeFile();
            requireRunning(cancellation, home);
            files = present(home, dimension);
        }
        if (rows(files) != images.size()) {
            throw new DmuException(home + " holds " + rows(files) + " vectors of " + images.size()
                    + " images; it was changed: delete it, and they are embedded again");
        }
        return FloatRows.stacked(files);
    }

    /** A model's hash is its own choice, a file's name is not. */
    private static String shortHash(String hash) {
        String plain = hash.replaceAll("[^A-Za-z0-9]", "");
        return plain.substring(0, Math.min(HASH_SHOWN, plain.length()));
    }

    /** A file is not mapped by a thread that is interrupted. */
    private static void requireRunning(Cancellation cancellation, Path home) {
        if (cancellation.isRequested()) {
            throw new RunCancelled("stopped before " + home + " was opened");
        }
    }

    /** Files from the first row on, as far as each follows the one before. */
    private static List<FloatRows> present(Path home, int dimension) {
        List<FloatRows> files = new ArrayList<>();
        for (Path file = file(home, 0); Files.isRegularFile(file); file = file(home, rows(files))) {
            MappedNpy rows = MappedNpy.open(file);
            if (rows.columns() != dimension || rows.rows() == 0) {
                throw new DmuException(file + " has shape " + rows.rows() + " x " + rows.columns()
                        + ", and the model's vectors have dimension " + dimension + ": delete " + home
                        + ", and they are embedded again");
            }
            files.add(rows);
        }
        return files;
    }

    private static int rows(List<FloatRows> files) {
        return files.stream().mapToInt(FloatRows::rows).sum();
    }

    private static Path file(Path home, int firstRow) {
        return home.resolve(String.format(Locale.ROOT, "%010d.npy", firstRow));
    }

    /** The progress of what is left is that of the whole. */
    private static UpgradeListener countingFrom(int done, UpgradeListener listener) {
        return event -> {
            if (event instanceof UpgradeEvent.StageStarted stage) {
                listener.on(new UpgradeEvent.StageStarted(stage.stage(), done + stage.totalSteps(), stage.unit()));
            } else if (event instanceof UpgradeEvent.StepCompleted step) {
                listener.on(new UpgradeEvent.StepCompleted(
                        step.stage(),
                        step.epoch(),
                        done + step.step(),
                        done + step.totalSteps(),
                        step.losses(),
                        step.learningRate(),
                        step.itemsPerSecond()));
            } else {
                listener.on(event);
            }
        };
    }

    /** Gathers blocks until they fill a file. */
    private final class Writer {
        private final Path home;
        private final List<FloatMatrix> blocks = new ArrayList<>();
        private int firstRow;
        private int gathered;

        Writer(Path home, int firstRow) {
            this.home = home;
            this.firstRow = firstRow;
        }

        void append(FloatMatrix block) {
            blocks.add(block);
            gathered += block.rows();
            if (gathered >= rowsPerFile) {
                writeFile();
            }
        }

        void writeFile() {
            if (gathered > 0) {
                Npy.write(file(home, firstRow), FloatMatrix.stacked(blocks), FloatType.FLOAT32);
                firstRow += gathered;
                gathered = 0;
                blocks.clear();
            }
        }
    }

    @Override
    public void drop(UpgradeListener listener) {
        ScratchFolder.drop(folder, "vectors", listener);
    }

    /** Bytes of the files that are there. */
    static long presentBytes(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (IOException e) {
            throw new DmuException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }
}
