package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import java.util.List;

/**
 * A published benchmark: images to be embedded, what a store would hold of them, and the protocol's figures for any two sides.
 * Implementations are immutable.
 */
public interface Benchmark {
    /** For tables, for example {@code GLDv2 Private}, {@code roxford5k}, {@code IJB-C}, {@code lfw.bin}. */
    String name();

    /** The images that search, or the second images of pairs. */
    LabeledImages queries();

    /** The images that are stored; the same object as {@link #queries()} where every image may be on either side. */
    LabeledImages gallery();

    /** Whether an image stands for itself by the sum of its vector and that of its mirror image. */
    boolean flipTest();

    /**
     * What a store holds of embedded images: vectors of norm 1. Of each image its own, or of each template of faces the pooled one.
     *
     * @param images shape (images, d), as the model gives them
     */
    default FloatMatrix stored(FloatMatrix images) {
        return images.normalised();
    }

    /**
     * The protocol's figures; the first is the one that papers quote.
     *
     * @param queries {@linkplain #stored stored} vectors of {@link #queries()} by the model that searches
     * @param gallery stored vectors of {@link #gallery()} by the same or a compatible model, or moved by an upgrade module
     */
    List<Score> measure(FloatMatrix queries, FloatMatrix gallery);

    /** Counts, and where they differ from the published ones. */
    String summary();

    /**
     * One figure.
     *
     * @param metric for example {@code mAP@100}
     * @param value in 0..1, higher is better; NaN where the benchmark has too little for it
     * @param counted queries, probes or pairs that it is over
     * @param skipped queries without anything to find
     * @param perQuery the values that {@code value} is the mean of, NaN where skipped; empty if it is not the mean of such
     */
    record Score(String metric, double value, int counted, int skipped, List<Double> perQuery) {
        /** Copies the list. */
        public Score {
            perQuery = List.copyOf(perQuery);
        }

        static Score of(String metric, double value, int counted) {
            return new Score(metric, value, counted, 0, List.of());
        }

        static Score ofQueries(String metric, double value, List<Double> perQuery, int skipped) {
            return new Score(metric, value, perQuery.size() - skipped, skipped, perQuery);
        }
    }
}
