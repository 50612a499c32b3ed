package io.github.dmu4j.gallery;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;
import java.util.Locale;

/**
 * Which stored vectors are replaced by their moved form, and how far. A pure function of a vector g, its moved form psi(g)
 * and its label-free score s.
 *
 * <p>Source: Zhang et al., "Darwinian Model Upgrades: Model Evolving with Selective Compatibility", AAAI 2023, has the
 * idea that inferior old features are the ones to be upgraded; the formulas are ours (docs/method.md). Deviations: GATED
 * normalises g first, since stored vectors may have any length; where the two halves of a blend cancel out (norm below
 * 1e-6), psi(g) is taken.
 */
public sealed interface GalleryPolicy {
    /** g' = psi(g): the default. */
    static GalleryPolicy all() {
        return new All();
    }

    /** g' = psi(g) if s(g) &lt; {@code theta}, else g; needs equal dimensions. Use it only with evidence on validation data. */
    static GalleryPolicy poor(double theta) {
        return new Poor(theta);
    }

    /**
     * g' = normalise((1 - a) g + a psi(g)) with a = sigmoid(({@code theta} - s) / {@code temperature}): the poorer, the
     * further; needs equal dimensions.
     */
    static GalleryPolicy gated(double theta, double temperature) {
        return new Gated(theta, temperature);
    }

    /** g' = g: the gallery as it is, for comparison. */
    static GalleryPolicy none() {
        return new None();
    }

    /** See {@link #all()}. */
    record All() implements GalleryPolicy {
        @Override
        public String toString() {
            return "all()";
        }
    }

    /**
     * See {@link #poor}.
     *
     * @param theta score in [0, 1] from which on a vector stays as it is
     */
    record Poor(double theta) implements GalleryPolicy {
        public Poor {
            requireScore(theta);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "poor(%s)", theta);
        }
    }

    /**
     * See {@link #gated}.
     *
     * @param theta score in [0, 1] at which a vector moves half way
     * @param temperature above 0: how gradual the change is around theta
     */
    record Gated(double theta, double temperature) implements GalleryPolicy {
        public Gated {
            requireScore(theta);
            if (!(temperature > 0) || Double.isInfinite(temperature)) {
                throw new IllegalArgumentException("the temperature must be above 0, found " + temperature);
            }
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "gated(%s, %s)", theta, temperature);
        }
    }

    /** See {@link #none()}. */
    record None() implements GalleryPolicy {
        @Override
        public String toString() {
            return "none()";
        }
    }

    /** Whether scores decide anything. */
    default boolean needsScores() {
        return this instanceof Poor || this instanceof Gated;
    }

    /** Length of the resulting vectors. */
    default int outputDimension(int storedDimension, int movedDimension) {
        return this instanceof None ? storedDimension : movedDimension;
    }

    /**
     * Refuses what this policy cannot do, before any work.
     *
     * @throws DmuException if stored and moved vectors would stand in one gallery with different lengths
     */
    default void requireDimensions(int stored, int moved) {
        if (needsScores() && stored != moved) {
            throw new DmuException(
                    this + " leaves some vectors in the old space, so that stored and moved ones need one"
                            + " length; stored have " + stored + ", moved " + moved + ". Use GalleryPolicy.all()");
        }
    }

    /**
     * The new rows.
     *
     * @param stored shape (n, d)
     * @param moved psi of them, shape (n, d')
     * @param scores shape (n), in [0, 1]
     * @return shape (n, d') and what became of each
     * @throws DmuException if this policy needs scores and one is NaN, or the dimensions do not fit
     */
    default Moved apply(FloatMatrix stored, FloatMatrix moved, double[] scores) {
        requireDimensions(stored.columns(), moved.columns());
        ItemVersion[] versions = new ItemVersion[stored.rows()];
        if (!needsScores()) {
            Arrays.fill(versions, this instanceof All ? ItemVersion.EVOLVED : ItemVersion.OLD);
            return new Moved(this instanceof All ? moved : stored, versions);
        }
        float[] result = new float[Math.multiplyExact(stored.rows(), stored.columns())];
        for (int i = 0; i < stored.rows(); i++) {
            if (Double.isNaN(scores[i])) {
                throw new DmuException(
                        this + " decides by the score of each vector, and this upgrade module has none for row " + i
                                + ". Use GalleryPolicy.all(), or train the module with a label-free measure");
            }
            versions[i] = row(stored, moved, scores[i], i, result);
        }
        return new Moved(FloatMatrix.wrap(stored.rows(), stored.columns(), result), versions);
    }

    private ItemVersion row(FloatMatrix stored, FloatMatrix moved, double score, int i, float[] target) {
        int d = stored.columns();
        if (this instanceof Gated gated) {
            double a = 1 / (1 + Math.exp((score - gated.theta) / gated.temperature));
            double length = Math.max(stored.rowNorm(i), 1e-12);
            double[] blend = new double[d];
            double sum = 0;
            for (int j = 0; j < d; j++) {
                blend[j] = (1 - a) * (stored.get(i, j) / length) + a * moved.get(i, j);
                sum += blend[j] * blend[j];
            }
            double norm = Math.sqrt(sum);
            for (int j = 0; j < d; j++) {
                target[i * d + j] = norm < 1e-6 ? moved.get(i, j) : (float) (blend[j] / norm);
            }
            return ItemVersion.EVOLVED;
        }
        boolean poor = this instanceof Poor p && score < p.theta;
        System.arraycopy((poor ? moved : stored).values(), i * d, target, i * d, d);
        return poor ? ItemVersion.EVOLVED : ItemVersion.OLD;
    }

    private static void requireScore(double theta) {
        if (!(theta >= 0 && theta <= 1)) {
            throw new IllegalArgumentException("theta is a score in [0, 1], found " + theta);
        }
    }

    /** New rows and what became of each. */
    final class Moved {
        private final FloatMatrix vectors;
        private final ItemVersion[] versions;

        Moved(FloatMatrix vectors, ItemVersion[] versions) {
            this.vectors = vectors;
            this.versions = versions;
        }

        /** The new rows. */
        public FloatMatrix vectors() {
            return vectors;
        }

        /** What became of one row. */
        public ItemVersion version(int row) {
            return versions[row];
        }
    }
}
