package io.github.dmu4j.run;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import java.util.Locale;
import java.util.Optional;

/**
 * How much room the vectors of a new training set take while an upgrade needs them: the old model's, and for an upgrade module the
 * new model's too, of every view.
 *
 * @param images of the new training set
 * @param dimension the larger of both models'
 * @param views of every image, its own and the invented ones
 * @param models how many models' vectors are needed; 0: none
 */
record VectorRoom(long images, int dimension, int views, int models) {
    static VectorRoom of(CompatibilityMethod method, long images, int dimension) {
        Optional<ForwardAdaptation> adaptation = method.forwardAdaptation();
        int models = adaptation.isPresent() ? 2 : method.requirements().oldModel() ? 1 : 0;
        return new VectorRoom(
                images,
                dimension,
                1 + adaptation.map(ForwardAdaptation::inventedViews).orElse(0),
                models);
    }

    /** On the heap or in files. */
    long bytes() {
        return images * dimension * views * models * Float.BYTES;
    }

    /** Whether one array can hold the vectors of one view by one model. */
    boolean fitsArrays() {
        return models == 0 || images * dimension <= FloatMatrix.MOST_VALUES;
    }

    /** Whether a heap of so many bytes can hold them all: in half of it, which leaves the other half to the training. */
    boolean fits(long heap) {
        return fitsArrays() && bytes() <= heap / 2;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "the vectors of the new training set, %,d images%s x %d%s",
                images,
                views == 1 ? "" : ", each in " + views + " views,",
                dimension,
                models == 2 ? ", by both models" : "");
    }
}
