package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * Point-to-point contrast: each new embedding must be nearer to the old embedding of its own image than to the hardest old
 * embeddings of other classes in the batch; with {@code newNegatives} (RACT) also nearer than to the hardest new ones.
 *
 * <pre>-log e^(p/tau) / (e^(p/tau) + sum over hardest old e^(n/tau) [+ sum over hardest new e^(n/tau)])</pre>
 *
 * <p>Source: hot-refresh model upgrades (RACT), Zhang et al., 2022, equations 4 and 6, with the settings of the public code
 * OpenCompatible (tau 0.01, ten hardest). Deviations: negatives come from this batch only.
 *
 * @param temperature tau, above 0; default 0.01
 * @param hardest how many negatives of each kind; fewer if the batch has fewer
 * @param newNegatives whether new embeddings are negatives too
 */
public record Contrastive(double temperature, int hardest, boolean newNegatives) {
    private static final float EXCLUDED = -1e30f;

    public Contrastive {
        if (!(temperature > 0) || hardest < 1) {
            throw new IllegalArgumentException("contrast needs a positive temperature and at least one negative, found "
                    + temperature + " and " + hardest);
        }
    }

    /** The public code's settings. */
    public static Contrastive standard() {
        return new Contrastive(0.01, 10, false);
    }

    /** The same with new-to-new negatives. */
    public static Contrastive ract() {
        return new Contrastive(0.01, 10, true);
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
        NDArray positive = Scalars.over(Embeddings.pairedProducts(pairs.fresh(), pairs.old()), temperature);
        NDArray negatives = hardest(pairs, pairs.old(), negative);
        if (newNegatives) {
            negatives = negatives.concat(hardest(pairs, pairs.fresh(), negative), 1);
        }
        return CrossEntropy.softplus(CrossEntropy.logSumExp(negatives).sub(positive));
    }

    private NDArray hardest(Pairs pairs, NDArray against, NDArray negative) {
        NDArray similarity = Scalars.over(Embeddings.products(pairs.fresh(), against), temperature);
        NDArray candidates = CrossEntropy.keeping(similarity, negative, pairs.scalar(EXCLUDED));
        int k = (int) Math.min(hardest, candidates.getShape().get(1));
        return candidates.topK(k, 1, true, true).get(0);
    }
}
