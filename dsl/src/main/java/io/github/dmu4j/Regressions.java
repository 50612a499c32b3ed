package io.github.dmu4j;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.Pairing;
import io.github.dmu4j.report.TableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which queries an upgrade made worse by the first metric, and what is known of the gallery items that they should have found.
 *
 * @param queries evaluated queries
 * @param worse those whose value fell
 * @param better those whose value rose
 * @param sentence the numbers in words
 * @param table one row a query that got worse, the worst first: {@code query} (row number, for {@code neighbours(...)}), {@code id},
 *     {@code class}, {@code before}, {@code after}, {@code change}, the ranks of the first right item before and after, and, with
 *     an upgrade module, of the query's right gallery items the mean {@code discriminativeness} (label-free, of the old vectors)
 *     and the mean cosine of {@code moved and new} vector
 */
public record Regressions(int queries, int worse, int better, String sentence, Table table) {
    static Regressions of(UpgradeReport report, double[] change) {
        return new Search(report, change).regressions();
    }

    /** A copy, so that nobody changes what others read. */
    @Override
    public Table table() {
        return table.copy();
    }

    @Override
    public String toString() {
        return sentence + "\n" + TableText.of(table);
    }

    /** What is looked up for every query. */
    private static final class Search {
        private final UpgradeReport report;
        private final CrossModelVectors vectors;
        private final double[] change;
        private final Optional<FloatMatrix> adapted;
        private final double[] scores;

        Search(UpgradeReport report, double[] change) {
            this.report = report;
            this.vectors = report.vectors();
            this.change = change;
            this.adapted = vectors.adaptedGallery();
            this.scores = adapted.isPresent() ? report.model().adapter().scores(vectors.oldGallery()) : new double[0];
        }

        Regressions regressions() {
            int[] fallen = Arrays.stream(Exploration.ascending(change))
                    .filter(query -> change[query] < 0)
                    .toArray();
            int risen = (int) Arrays.stream(change).filter(each -> each > 0).count();
            return new Regressions(change.length, fallen.length, risen, sentence(fallen.length, risen), table(fallen));
        }

        private String sentence(int fallen, int risen) {
            String counts = String.format(
                    Locale.ROOT,
                    "%,d of %,d queries got worse by %s (mean %+.3f), %,d better (mean %+.3f)",
                    fallen,
                    change.length,
                    report.headline().name(),
                    mean(query -> change[query] < 0, change),
                    risen,
                    mean(query -> change[query] > 0, change));
            if (adapted.isEmpty()) {
                return counts + ".";
            }
            double[] discriminativeness = perQuery(item -> scores[item]);
            double[] closeness = perQuery(this::closeness);
            return counts
                    + String.format(
                            Locale.ROOT,
                            ". The gallery items that they should have found: discriminativeness %.3f (better: %.3f), cosine of"
                                    + " moved and new vector %.3f (better: %.3f).",
                            mean(query -> change[query] < 0, discriminativeness),
                            mean(query -> change[query] > 0, discriminativeness),
                            mean(query -> change[query] < 0, closeness),
                            mean(query -> change[query] > 0, closeness));
        }

        private Table table(int[] fallen) {
            IntColumn query = IntColumn.create("query");
            StringColumn id = StringColumn.create("id");
            StringColumn className = StringColumn.create("class");
            DoubleColumn before = DoubleColumn.create("before");
            DoubleColumn after = DoubleColumn.create("after");
            DoubleColumn by = DoubleColumn.create("change");
            IntColumn oldRank = IntColumn.create("first right before");
            IntColumn newRank = IntColumn.create("first right after");
            DoubleColumn score = DoubleColumn.create("discriminativeness");
            DoubleColumn close = DoubleColumn.create("moved and new");
            double[] old = report.perQuery(Pairing.OLD_TO_OLD, report.headline());
            double[] upgraded = report.perQuery(report.goal(), report.headline());
            FloatMatrix searched = adapted.orElse(vectors.oldGallery());
            for (int q : fallen) {
                query.append(q);
                id.append(report.images().queries().id(q));
                className.append(report.images()
                        .queries()
                        .classNames()
                        .get(report.images().queries().label(q)));
                before.append(old[q]);
                after.append(upgraded[q]);
                by.append(change[q]);
                oldRank.append(firstRight(q, vectors.oldQueries(), vectors.oldGallery()));
                newRank.append(firstRight(q, vectors.newQueries(), searched));
                if (adapted.isPresent()) {
                    score.append(ofRight(q, item -> scores[item]));
                    close.append(ofRight(q, this::closeness));
                }
            }
            Table table =
                    Table.create("queries that got worse", query, id, className, before, after, by, oldRank, newRank);
            return adapted.isPresent() ? table.addColumns(score, close) : table;
        }

        private double closeness(int item) {
            return adapted.orElseThrow().dot(item, vectors.newGallery(), item);
        }

        /** Something of a gallery item. */
        private interface OfItem {
            double of(int item);
        }

        private double[] perQuery(OfItem what) {
            return IntStream.range(0, change.length)
                    .mapToDouble(query -> ofRight(query, what))
                    .toArray();
        }

        private double ofRight(int query, OfItem what) {
            return right(query).stream().mapToDouble(what::of).average().orElse(Double.NaN);
        }

        private List<Integer> right(int query) {
            List<Integer> items = new ArrayList<>();
            int[] labels = vectors.galleryLabels();
            for (int item = 0; item < labels.length; item++) {
                if (labels[item] == vectors.queryLabels()[query]
                        && item != vectors.self().excludedFor(query)) {
                    items.add(item);
                }
            }
            return items;
        }

        /** From 1; equal similarities in the order of the gallery, as the search has them. */
        private int firstRight(int query, FloatMatrix queries, FloatMatrix gallery) {
            double best = Double.NEGATIVE_INFINITY;
            int bestItem = -1;
            for (int item : right(query)) {
                double similarity = queries.dot(query, gallery, item);
                if (similarity > best) {
                    best = similarity;
                    bestItem = item;
                }
            }
            int rank = 1;
            for (int item = 0; item < gallery.rows(); item++) {
                if (item != vectors.self().excludedFor(query)
                        && vectors.galleryLabels()[item] != vectors.queryLabels()[query]) {
                    double similarity = queries.dot(query, gallery, item);
                    rank += similarity > best || (similarity == best && item < bestItem) ? 1 : 0;
                }
            }
            return rank;
        }

        private static double mean(IntPredicate wanted, double[] values) {
            return IntStream.range(0, values.length)
                    .filter(wanted)
                    .mapToDouble(i -> values[i])
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NaN);
        }
    }
}
