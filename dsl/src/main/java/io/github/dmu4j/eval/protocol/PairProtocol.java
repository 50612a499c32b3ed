package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.face.FacePairs;
import io.github.dmu4j.data.face.LfwPairs;
import io.github.dmu4j.data.face.VerificationSet;
import io.github.dmu4j.retrieval.PairAcceptance;
import io.github.dmu4j.retrieval.PairAccuracy;
import org.jspecify.annotations.Nullable;

/**
 * Ten-fold accuracy on same/different pairs, as LFW, CFP-FP, AgeDB-30, CALFW and CPLFW report it: squared Euclidean distance of
 * normalised vectors, folds in the order of the list, each with the threshold that is best on the other nine; and over the same
 * folds the true accept rate at a false accept rate of 0.001. Each side of a pair may be of its own model. Immutable.
 *
 * <p>The published figures are for vectors that are summed over the flip test, see {@link FlipSum}.
 *
 * <p>Source: InsightFace, {@code arcface_torch/eval/verification.py}; two models as in CoReS and CL2R (first side new, second
 * old). Deviations: those of {@link PairAcceptance}.
 */
public final class PairProtocol {
    private static final int FOLDS = 10;

    private final String name;
    private final FacePairs pairs;
    private final int images;
    private final @Nullable LabeledImages identified;

    private PairProtocol(String name, FacePairs pairs, int images, @Nullable LabeledImages identified) {
        if (pairs.size() < FOLDS) {
            throw new DmuException(name + " has " + pairs.size() + " pairs; ten folds need at least 10");
        }
        this.name = name;
        this.pairs = pairs;
        this.images = images;
        this.identified = identified;
    }

    /**
     * Any list of pairs; needs vectors up to the highest row that a pair names, and passes over further ones.
     *
     * @throws DmuException if there are fewer than ten pairs
     */
    public static PairProtocol of(FacePairs pairs) {
        int highest = -1;
        for (int i = 0; i < pairs.size(); i++) {
            highest = Math.max(highest, Math.max(pairs.first(i), pairs.second(i)));
        }
        return new PairProtocol("pairs", pairs, highest + 1, null);
    }

    /**
     * The pairs of LFW's pairs.txt, whose own ten folds these are.
     *
     * @throws DmuException if the list has another number of folds, or fewer than ten pairs
     */
    public static PairProtocol of(LfwPairs lfw) {
        if (lfw.folds() != FOLDS) {
            throw new DmuException(lfw.images().name() + " has " + lfw.folds() + " folds; LFW's protocol has 10, in"
                    + " pairs.txt: use that, or of(lfw.pairs()) to have the list cut into ten, whatever stands where");
        }
        return new PairProtocol(lfw.images().name(), lfw.pairs(), lfw.images().size(), lfw.images());
    }

    /** The pairs of a .bin file. @throws DmuException if there are fewer than ten */
    public static PairProtocol of(VerificationSet set) {
        return new PairProtocol(set.name(), set.pairs(), set.images().size(), set.images());
    }

    /** Both sides by one model; as {@link #measure(EmbeddingSet, EmbeddingSet)}. */
    public PairScore measure(EmbeddingSet vectors) {
        return measure(vectors, vectors);
    }

    /** Both sides by one model; as {@link #measure(FloatMatrix, FloatMatrix)}. */
    public PairScore measure(FloatMatrix vectors) {
        return measure(vectors, vectors);
    }

    /**
     * As {@link #measure(FloatMatrix, FloatMatrix)}; sets that know identifiers must have those of the images, in their order
     * (not asked of a plain list of pairs, whose images have none).
     */
    public PairScore measure(EmbeddingSet first, EmbeddingSet second) {
        if (identified == null) {
            return measure(first.vectors(), second.vectors());
        }
        return measure(
                ImageVectors.of(first, identified, "first side"), ImageVectors.of(second, identified, "second side"));
    }

    /**
     * Measures.
     *
     * @param first shape (n, d): all images, in the reader's order, by the model of the first side
     * @param second the same images by the model of the second side
     * @throws DmuException if the numbers of rows are others, the dimensions differ, or a row is zero or not finite
     */
    public PairScore measure(FloatMatrix first, FloatMatrix second) {
        requireUsable(first, "first side");
        requireUsable(second, "second side");
        ImageVectors.requireOneSpace(first, "first side", second, "second side");
        double[] distances = new double[pairs.size()];
        boolean[] isSame = new boolean[pairs.size()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = squaredDistance(first, pairs.first(i), second, pairs.second(i));
            isSame[i] = pairs.isGenuine(i);
        }
        return new PairScore(
                name,
                PairAccuracy.tenFold(distances, isSame),
                PairAcceptance.tenFold(distances, isSame, PairAcceptance.STANDARD_TARGET),
                pairs.genuine(),
                pairs.impostor());
    }

    private void requireUsable(FloatMatrix vectors, String role) {
        int needed = identified == null && vectors.rows() > images ? vectors.rows() : images;
        ImageVectors.checked(vectors, needed, role);
        int zero = vectors.firstUnusableRow();
        if (zero >= 0) {
            throw new DmuException("the vectors of the " + role + " are all zeros in row " + zero
                    + ", which has no direction: look at the model or the file that they are from");
        }
    }

    /** Of the rows divided by their norms, all in double. */
    private static double squaredDistance(FloatMatrix a, int rowOfA, FloatMatrix b, int rowOfB) {
        double normOfA = a.rowNorm(rowOfA);
        double normOfB = b.rowNorm(rowOfB);
        double sum = 0;
        for (int j = 0; j < a.columns(); j++) {
            double difference = a.get(rowOfA, j) / normOfA - b.get(rowOfB, j) / normOfB;
            sum += difference * difference;
        }
        return sum;
    }

    @Override
    public String toString() {
        return "ten-fold accuracy on " + name + ": " + pairs;
    }
}
