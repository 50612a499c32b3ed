package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * Point-to-point triplets: the mean over the hardest negatives k of max(0, d(new_i, old_i) - d(new_i, old_k) + margin), d
 * Euclidean on unit vectors; with {@code newNegatives} (RACT) a second such mean over new_k is added.
 *
 * <p>Source: hot-refresh model upgrades (RACT), Zhang et al., 2022, with the settings of the public code OpenCompatible (margin
 * 0.8, ten hardest). Deviations: negatives come from this batch only; a sample with fewer negatives averages over those.
 *
 * @param margin above 0; default 0.8
 * @param hardest how many negatives; fewer if the batch has fewer
 * @param newNegatives whether new embeddings are negatives too
 */
public record Triplet(double margin, int hardest, boolean newNegatives) {
    private static final float EXCLUDED = 1e9f;

    /** Squared distances below this count as this, so that the root has a gradient. */
    private static final double TINY = 1e-12;

    public Triplet {
        if (!(margin > 0) || hardest < 1) {
            throw new IllegalArgumentException(
                    "triplets need a positive margin and at least one negative, found " + margin + " and " + hardest);
        }
    }

    /** The public code's settings. */
    public static Triplet standard() {
        return new Triplet(0.8, 10, false);
    }

    /** The same with new-to-new negatives. */
    public static Triplet ract() {
        return new Triplet(0.8, 10, true);
    }

    /**
     * The loss of each sample; 0 for one without negatives.
     *
     * @param embeddings shape (n, d), new; normalised here
     * @param targets shape (n, d), old embeddings of the same images; normalised here
     * @param labels shape (n)
     * @return shape (n), in the manager of {@code embeddings}
     */
    public NDArray perSample(NDArray embeddings, NDArray targets, NDArray labels) {
        Pairs pairs = Pairs.of(embeddings, targets, true);
        NDArray negative = pairs.differentLabel(labels);
        NDArray positive = distance(Embeddings.pairedProducts(pairs.fresh(), pairs.old()));
        NDArray loss = hinge(pairs, pairs.old(), negative, positive);
        return newNegatives ? loss.add(hinge(pairs, pairs.fresh(), negative, positive)) : loss;
    }

    private NDArray hinge(Pairs pairs, NDArray against, NDArray negative, NDArray positive) {
        NDArray all = CrossEntropy.keeping(
                distance(Embeddings.products(pairs.fresh(), against)), negative, pairs.scalar(EXCLUDED));
        int k = (int) Math.min(hardest, all.getShape().get(1));
        NDArray nearest = all.topK(k, 1, false, true).get(0);
        NDArray violations = Scalars.atLeast(Scalars.plus(positive.expandDims(1).sub(nearest), margin), 0);
        NDArray counts =
                nearest.lt(EXCLUDED / 2).toType(nearest.getDataType(), false).sum(new int[] {1});
        return violations.sum(new int[] {1}).div(Scalars.atLeast(counts, 1));
    }

    /** Distance of unit vectors from their cosine. */
    private static NDArray distance(NDArray cosine) {
        return Scalars.atLeast(Scalars.plus(Scalars.times(cosine, -2), 2), TINY).sqrt();
    }
}
