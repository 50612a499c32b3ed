package io.github.dmu4j.bench;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.MappedNpy;
import io.github.dmu4j.eval.CrossModelEvaluation;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.PairingScore;
import io.github.dmu4j.retrieval.Bootstrap;
import io.github.dmu4j.retrieval.ExactSearch;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.Neighbours;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Exact search as {@code bench.py} asks for it. */
public final class Search {
    private static final int NEIGHBOURS = 100;
    private static final SimilaritySearch SEARCH = SimilaritySearch.fastest();

    private Search() {}

    /** Answers the rows; {@code args}: the mapped gallery, or nothing where there is none. */
    public static void main(String[] args) throws Exception {
        Rounds rounds = new Rounds().fact("search", SEARCH.name());
        for (int dimension : new int[] {128, 512}) {
            var gallery = new Lazy(200_000, dimension, 1);
            var queries = new Lazy(1_000, dimension, 2);
            rounds.row("top 100, 1,000 x 200,000, d = " + dimension, () -> {
                FloatMatrix asked = queries.get();
                FloatMatrix searched = gallery.get();
                return Rounds.seconds(() -> top(asked, searched));
            });
        }
        rounds.row("report, 2,420 x 2,420, d = 512", Search::report);
        if (args.length > 0) {
            MappedNpy gallery = MappedNpy.open(Path.of(args[0]));
            FloatMatrix queries = random(16, gallery.columns(), 3);
            rounds.row("top 100 of the file, 16 queries", () -> Rounds.seconds(() -> top(queries, gallery)));
            rounds.row("wrong answers", () -> wrongAnswers(gallery));
        }
        rounds.answer();
    }

    private static Neighbours top(FloatMatrix queries, FloatRows gallery) {
        return SEARCH.search(
                Similarity.INNER_PRODUCT, queries, gallery, NEIGHBOURS, SelfMatches.NONE, Cancellation.NEVER);
    }

    /** Of 16 queries, those whose neighbours are not the scalar reference's, bit for bit. */
    private static double wrongAnswers(MappedNpy gallery) {
        FloatMatrix queries = random(16, gallery.columns(), 3);
        Neighbours found = top(queries, gallery);
        Neighbours expected = new ExactSearch()
                .search(Similarity.INNER_PRODUCT, queries, gallery, NEIGHBOURS, SelfMatches.NONE, Cancellation.NEVER);
        int wrong = 0;
        for (int q = 0; q < queries.rows(); q++) {
            wrong += Arrays.equals(found.indices(q), expected.indices(q))
                            && Arrays.equals(found.scores(q), expected.scores(q))
                    ? 0
                    : 1;
        }
        return wrong;
    }

    /** Seconds for all four pairings, three metrics each, every mean with its bootstrap interval. */
    private static double report() throws Exception {
        int items = 2420;
        int[] labels = new int[items];
        for (int i = 0; i < items; i++) {
            labels[i] = i / 20;
        }
        var vectors = new CrossModelVectors(
                labels,
                labels,
                SelfMatches.sameOrder(items),
                random(items, 512, 4),
                random(items, 512, 5),
                random(items, 512, 6),
                random(items, 512, 7),
                Optional.of(random(items, 512, 8)));
        List<Metric> metrics = List.of(Metric.mAP(), Metric.hitRateAt(1), Metric.recallAt(10));
        return Rounds.seconds(() -> {
            for (PairingScore score : new CrossModelEvaluation(metrics, Cancellation.NEVER).measure(vectors)) {
                Bootstrap.standard(7).mean(score.perQuery());
            }
        });
    }

    /** Made when it is first asked for, outside what is timed. */
    private static final class Lazy {
        private final int rows;
        private final int columns;
        private final long seed;
        private FloatMatrix made;

        Lazy(int rows, int columns, long seed) {
            this.rows = rows;
            this.columns = columns;
            this.seed = seed;
        }

        FloatMatrix get() {
            if (made == null) {
                made = random(rows, columns, seed);
            }
            return made;
        }
    }

    /** Directions in all parts of the space: values from -1 to 1. */
    private static FloatMatrix random(int rows, int columns, long seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextInt() >> 8) * 0x1p-23f;
        }
        return FloatMatrix.wrap(rows, columns, values);
    }
}
