package io.github.dmu4j.run;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the vectors of a new training set are while an upgrade needs them. The same numbers everywhere, bit for bit. */
interface TrainingVectors {
    /** Name of the folder in a run's folder. */
    String FOLDER = "training-vectors";

    /** Embedded whenever they are asked for, and nowhere but in memory. */
    TrainingVectors ON_HEAP = new TrainingVectors() {
        @Override
        public FloatRows of(
                FrozenModel model,
                String role,
                LabeledImages images,
                UpgradeListener listener,
                Cancellation cancellation) {
            return model.embed(images, listener, cancellation);
        }

        @Override
        public void drop(UpgradeListener listener) {}
    };

    /**
     * On the heap if it holds them, otherwise in files of the run's folder; there too if an earlier session began to write them.
     *
     * @param run the run's folder; empty if nothing is kept, and then they must fit
     * @param heap bytes that the JVM may use
     * @param rowsPerFile least number of rows of a file
     */
    static TrainingVectors of(Optional<Path> run, VectorRoom room, long heap, int rowsPerFile) {
        return run.map(folder -> folder.resolve(FOLDER))
                .filter(folder -> !room.fits(heap) || Files.isDirectory(folder))
                .<TrainingVectors>map(folder -> new TrainingVectorFiles(folder, rowsPerFile))
                .orElse(ON_HEAP);
    }

    /**
     * The vectors of {@code images} by {@code model}, unit rows, in order; embedded unless they are kept.
     *
     * @param role whose and which these are, for a file's name, for example {@code old}
     * @throws io.github.dmu4j.base.RunCancelled if cancelled; whole files are kept
     */
    FloatRows of(
            FrozenModel model, String role, LabeledImages images, UpgradeListener listener, Cancellation cancellation);

    /** Deletes what was kept: the upgrade is complete. What cannot be deleted is a warning. */
    void drop(UpgradeListener listener);
}
