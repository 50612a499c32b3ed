package io.github.dmu4j.eval;

import io.github.dmu4j.retrieval.CompatibilityMatrix;
import io.github.dmu4j.retrieval.Metric;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was measured of a sequence: each query generation over each gallery of its own or an earlier generation.
 * Immutable.
 */
public final class SequenceScores {
    private final int generations;
    private final List<SequenceScore> all;

    SequenceScores(int generations, List<SequenceScore> all) {
        this.generations = generations;
        this.all = List.copyOf(all);
    }

    /** How many generations there are. */
    public int generations() {
        return generations;
    }

    /** All scores: by gallery generation, then by query generation, kept before evolved. */
    public List<SequenceScore> all() {
        return all;
    }

    /** The metrics that were measured, in the order in which they were asked for. */
    public List<Metric> metrics() {
        return all.stream().map(SequenceScore::metric).distinct().toList();
    }

    /** Whether galleries were evolved at all. */
    public boolean isEvolving() {
        return all.stream().anyMatch(s -> s.state() == GalleryState.EVOLVED);
    }

    /** One score; empty if it does not exist: another dimension, or no upgrade modules. */
    public Optional<SequenceScore> score(int query, int gallery, GalleryState state, Metric metric) {
        return all.stream()
                .filter(s -> s.query() == query
                        && s.gallery() == gallery
                        && s.state() == state
                        && s.metric().equals(metric))
                .findFirst();
    }

    /**
     * The lower triangle: row t has queries of generation t + 1, column k the gallery of generation k + 1.
     *
     * @param state of the galleries below the diagonal, which is always re-embedded; NaN where there is no score
     * @throws IllegalArgumentException if {@code state} is {@link GalleryState#REEMBEDDED}
     */
    public CompatibilityMatrix matrix(GalleryState state, Metric metric) {
        if (state == GalleryState.REEMBEDDED) {
            throw new IllegalArgumentException(
                    "a matrix of re-embedded galleries asked, but those are only its diagonal; KEPT or EVOLVED says"
                            + " what became of the older ones");
        }
        double[][] triangle = new double[generations][];
        for (int t = 0; t < generations; t++) {
            triangle[t] = new double[t + 1];
            for (int k = 0; k <= t; k++) {
                triangle[t][k] = score(t + 1, k + 1, t == k ? GalleryState.REEMBEDDED : state, metric)
                        .map(SequenceScore::value)
                        .orElse(Double.NaN);
            }
        }
        return CompatibilityMatrix.of(triangle);
    }
}
