package io.github.dmu4j.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that an upgrade experiment needs: what the old model saw, what the new one sees, and two open-set retrieval
 * tasks on classes that neither was trained on.
 *
 * @param name data set and scenario, for reports
 * @param scenario the scenario's name, for example {@code extended-class 0.3}
 * @param seed the seed of the split
 * @param oldTraining images that the old model is trained on
 * @param newTraining images that the new model is trained on
 * @param validation for every choice that is made; classes disjoint from training and test
 * @param test read once per published figure; classes disjoint from training and validation
 * @param origin how to open the same data again; empty for images or scenarios of your own
 */
public record UpgradeData(
        String name,
        String scenario,
        long seed,
        LabeledImages oldTraining,
        LabeledImages newTraining,
        RetrievalImages validation,
        RetrievalImages test,
        Optional<DataOrigin> origin) {

    /** Data that a run cannot open again by itself. */
    public UpgradeData(
            String name,
            String scenario,
            long seed,
            LabeledImages oldTraining,
            LabeledImages newTraining,
            RetrievalImages validation,
            RetrievalImages test) {
        this(name, scenario, seed, oldTraining, newTraining, validation, test, Optional.empty());
    }

    /** Whether the images were generated. */
    public boolean synthetic() {
        return newTraining.synthetic();
    }

    /** Counts of every part and a hash of which images it has: what a split is published with and recognised by. */
    public SplitManifest manifest() {
        return ManifestLines.of(this);
    }

    /**
     * Writes the split down: {@code file} with the lines {@code path,label,split,role}, sorted; {@link SplitManifest} as JSON beside it,
     * {@code split.json} for {@code split.csv}; and {@code classes.csv} with the names of the classes in the manifest's root (the file's
     * folder, or that folder's parent if it is called {@code splits}) unless they are their numbers. Path is the image's identifier and
     * label the number of its class. {@link Datasets#manifest} reads it where identifiers are paths of image files below the root;
     * {@link Datasets#splitAsWritten} on any collection that has the identifiers.
     *
     * @return what was written
     * @throws io.github.dmu4j.base.DmuException if it cannot be written, training and test images are of different collections, or the
     *     root has a {@code classes.csv} of other classes
     */
    public SplitManifest saveManifest(Path file) {
        return ManifestLines.save(this, file);
    }

    @Override
    public String toString() {
        return name + ", seed " + seed
                + "\n  old training  " + ImagesText.of(oldTraining)
                + "\n  new training  " + ImagesText.of(newTraining)
                + "\n  validation    " + ImagesText.of(validation)
                + "\n  test          " + ImagesText.of(test)
                + "\n  next: upgrade().from(old)...on(data)";
    }
}
