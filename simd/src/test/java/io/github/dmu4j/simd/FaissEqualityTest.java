package io.github.dmu4j.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.retrieval.Neighbours;
import io.github.dmu4j.retrieval.ScreenedSearch;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against faiss: src/test/python/faiss_expected.py, which says what is compared and why no more. */
class FaissEqualityTest {
    private static final int CASES = 100;

    /** Or the first cases take most of the time. */
    @BeforeAll
    static void compileTheKernel() {
        WarmUp.run(new WideScreening(), new NarrowScreening());
    }

    @Test
    void aHundredRandomCasesWithTiesAndOddSizesAreRankedAsByFaiss() throws IOException {
        var search = new ScreenedSearch(2, new WideScreening());
        JsonNode cases = expected();
        assertThat(cases).hasSize(CASES);
        for (int number = 0; number < CASES; number++) {
            JsonNode wanted = cases.get(number);
            var rule = new Rule(number);
            int d = 1 + rule.next(70);
            int n = 33 + rule.next(700);
            int m = 1 + rule.next(40);
            int k = number % 5 != 0 ? 1 + rule.next(n / 32) : 1 + rule.next(40) % n;
            FloatMatrix gallery = rule.matrix(n, d);
            FloatMatrix queries = rule.matrix(m, d);
            Similarity similarity = Similarity.valueOf(wanted.get("similarity").asText());

            Neighbours found = search.search(similarity, queries, gallery, k, SelfMatches.NONE, Cancellation.NEVER);

            for (JsonNode query : wanted.get("queries")) {
                int q = query.get("q").asInt();
                compare(found.indices(q), found.scores(q), query, "case " + number + " query " + q);
            }
        }
    }

    private static void compare(int[] indices, float[] scores, JsonNode wanted, String what) {
        double[] wantedScores = StreamSupport.stream(wanted.get("scores").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        assertThat(scores).as(what).hasSize(wantedScores.length);
        for (int r = 0; r < scores.length; r++) {
            // Cosines are float32 sums of up to 70 products there: below 70 roundings of 6e-8.
            assertThat((double) scores[r]).as(what + " rank " + r).isCloseTo(wantedScores[r], within(4e-6));
        }
        if (wanted.has("above")) {
            float last = scores[scores.length - 1];
            int[] above = Arrays.stream(indices, 0, (int) countAbove(scores, last))
                    .sorted()
                    .toArray();
            int[] wantedAbove = StreamSupport.stream(wanted.get("above").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            assertThat(above).as(what).isEqualTo(wantedAbove);
        }
    }

    private static long countAbove(float[] scores, float bound) {
        long count = 0;
        for (float score : scores) {
            count += score > bound ? 1 : 0;
        }
        return count;
    }

    private static JsonNode expected() throws IOException {
        try (InputStream in = Objects.requireNonNull(FaissEqualityTest.class.getResourceAsStream("faiss.json"))) {
            return Json.mapper().readTree(in);
        }
    }

    /** As in the script. */
    private static final class Rule {
        private long state;

        Rule(long seed) {
            state = seed;
        }

        int next(int below) {
            state = (state * 1103515245L + 12345) % (1L << 31);
            return (int) ((state >> 16) % below);
        }

        FloatMatrix matrix(int rows, int columns) {
            float[] values = new float[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = next(7) - 3;
            }
            for (int r = 0; r < rows; r++) {
                boolean isZero = true;
                for (int j = 0; j < columns; j++) {
                    isZero &= values[r * columns + j] == 0;
                }
                if (isZero) {
                    values[r * columns] = 1;
                }
            }
            return FloatMatrix.wrap(rows, columns, values);
        }
    }
}
