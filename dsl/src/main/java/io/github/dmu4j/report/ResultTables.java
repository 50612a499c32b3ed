package io.github.dmu4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Results as Tablesaw tables; every call makes a fresh table that the caller may change. NaN is a missing value. */
public final class ResultTables {
    private ResultTables() {}

    /** One row a result: method, seed, scenario, pairing, metric, value, low, high, queries, skipped. */
    public static Table longForm(List<PairingResult> results) {
        StringColumn method = StringColumn.create("method");
        LongColumn seed = LongColumn.create("seed");
        StringColumn scenario = StringColumn.create("scenario");
        StringColumn pairing = StringColumn.create("pairing");
        StringColumn metric = StringColumn.create("metric");
        DoubleColumn value = DoubleColumn.create("value");
        DoubleColumn low = DoubleColumn.create("low");
        DoubleColumn high = DoubleColumn.create("high");
        IntColumn queries = IntColumn.create("queries");
        IntColumn skipped = IntColumn.create("skipped");
        for (PairingResult result : results) {
            method.append(result.method());
            seed.append(result.seed());
            scenario.append(result.scenario());
            pairing.append(result.pairing());
            metric.append(result.metric());
            value.append(result.value());
            low.append(result.low());
            high.append(result.high());
            queries.append(result.queries());
            skipped.append(result.skipped());
        }
        return Table.create("results", method, seed, scenario, pairing, metric, value, low, high, queries, skipped);
    }

    /**
     * One row a scenario, method and seed, in the order in which they come; one column a pairing and metric ({@code
     * new-to-old mAP}). The scenario column is left out if there is only one scenario.
     *
     * @throws IllegalArgumentException if two results would stand in the same cell
     */
    public static Table wide(List<PairingResult> results) {
        Set<Row> rows = new LinkedHashSet<>();
        Map<Row, Map<String, Double>> cells = new LinkedHashMap<>();
        for (PairingResult result : results) {
            Row row = new Row(result.scenario(), result.method(), result.seed());
            rows.add(row);
            Double before =
                    cells.computeIfAbsent(row, r -> new LinkedHashMap<>()).put(column(result), result.value());
            if (before != null) {
                throw new IllegalArgumentException(
                        "two values for " + column(result) + " of " + row + ": " + before + " and " + result.value());
            }
        }
        StringColumn scenario = StringColumn.create("scenario");
        StringColumn method = StringColumn.create("method");
        LongColumn seed = LongColumn.create("seed");
        for (Row row : rows) {
            scenario.append(row.scenario());
            method.append(row.method());
            seed.append(row.seed());
        }
        Table table = Table.create("results by pairing");
        if (rows.stream().map(Row::scenario).distinct().count() > 1) {
            table.addColumns(scenario);
        }
        table.addColumns(method, seed);
        for (String name : wideColumns(results)) {
            DoubleColumn column = DoubleColumn.create(name);
            for (Row row : rows) {
                column.append(cells.getOrDefault(row, Map.of()).getOrDefault(name, Double.NaN));
            }
            table.addColumns(column);
        }
        return table;
    }

    /**
     * One row a metric, in the order in which they come, one column a pairing: for one method and seed measured by many metrics.
     *
     * @throws IllegalArgumentException if two results would stand in the same cell
     */
    public static Table byMetric(List<PairingResult> results) {
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        for (PairingResult result : results) {
            Double before = rows.computeIfAbsent(result.metric(), m -> new LinkedHashMap<>())
                    .put(result.pairing(), result.value());
            if (before != null) {
                throw new IllegalArgumentException(
                        "two values for " + column(result) + ": " + before + " and " + result.value());
            }
        }
        Table table = Table.create("results by metric", StringColumn.create("metric", List.copyOf(rows.keySet())));
        List<String> pairings = new ArrayList<>(PairingFigures.ORDER);
        pairings.retainAll(results.stream().map(PairingResult::pairing).toList());
        for (String pairing : pairings) {
            DoubleColumn column = DoubleColumn.create(pairing);
            rows.values().forEach(cells -> column.append(cells.getOrDefault(pairing, Double.NaN)));
            table.addColumns(column);
        }
        return table;
    }

    /**
     * As {@link #wide}, with the mean over the seeds instead of one row a seed, and how many seeds there are. NaN values
     * are left out of the mean.
     */
    public static Table means(List<PairingResult> results) {
        Map<Row, Map<String, List<Double>>> groups = new LinkedHashMap<>();
        Map<Row, Set<Long>> seeds = new LinkedHashMap<>();
        for (PairingResult result : results) {
            Row row = new Row(result.scenario(), result.method(), 0);
            seeds.computeIfAbsent(row, r -> new LinkedHashSet<>()).add(result.seed());
            if (!Double.isNaN(result.value())) {
                groups.computeIfAbsent(row, r -> new LinkedHashMap<>())
                        .computeIfAbsent(column(result), c -> new ArrayList<>())
                        .add(result.value());
            }
        }
        StringColumn scenario = StringColumn.create("scenario");
        StringColumn method = StringColumn.create("method");
        IntColumn count = IntColumn.create("seeds");
        seeds.forEach((row, found) -> {
            scenario.append(row.scenario());
            method.append(row.method());
            count.append(found.size());
        });
        Table table = Table.create("means over seeds");
        if (seeds.keySet().stream().map(Row::scenario).distinct().count() > 1) {
            table.addColumns(scenario);
        }
        table.addColumns(method, count);
        for (String name : wideColumns(results)) {
            DoubleColumn column = DoubleColumn.create(name);
            for (Row row : seeds.keySet()) {
                List<Double> values = groups.getOrDefault(row, Map.of()).getOrDefault(name, List.of());
                column.append(Arrays.stream(Figures.array(values)).average().orElse(Double.NaN));
            }
            table.addColumns(column);
        }
        return table;
    }

    /**
     * One row a scenario, method, pairing and metric: mean, least and largest value over the seeds, and how many seeds.
     * NaN values are left out.
     */
    public static Table overSeeds(List<PairingResult> results) {
        Map<List<String>, List<Double>> groups = new LinkedHashMap<>();
        for (PairingResult result : results) {
            List<Double> group = groups.computeIfAbsent(
                    List.of(result.scenario(), result.method(), result.pairing(), result.metric()),
                    key -> new ArrayList<>());
            if (!Double.isNaN(result.value())) {
                group.add(result.value());
            }
        }
        List<StringColumn> keys = List.of(
                StringColumn.create("scenario"),
                StringColumn.create("method"),
                StringColumn.create("pairing"),
                StringColumn.create("metric"));
        DoubleColumn mean = DoubleColumn.create("mean");
        DoubleColumn least = DoubleColumn.create("least");
        DoubleColumn largest = DoubleColumn.create("largest");
        IntColumn seeds = IntColumn.create("seeds");
        groups.forEach((key, values) -> {
            for (int i = 0; i < key.size(); i++) {
                keys.get(i).append(key.get(i));
            }
            double[] numbers = Figures.array(values);
            mean.append(Arrays.stream(numbers).average().orElse(Double.NaN));
            least.append(Arrays.stream(numbers).min().orElse(Double.NaN));
            largest.append(Arrays.stream(numbers).max().orElse(Double.NaN));
            seeds.append(numbers.length);
        });
        Table table = Table.create("results over seeds");
        keys.forEach(table::addColumns);
        return table.addColumns(mean, least, largest, seeds);
    }

    /** One row a number of a sequence: who embeds the query, who embedded the gallery, what became of it, and as {@link #longForm}. */
    public static Table sequence(List<SequenceResult> results) {
        IntColumn query = IntColumn.create("query model");
        IntColumn gallery = IntColumn.create("gallery model");
        StringColumn state = StringColumn.create("gallery");
        for (SequenceResult each : results) {
            query.append(each.query());
            gallery.append(each.gallery());
            state.append(each.state());
        }
        Table numbers =
                longForm(results.stream().map(SequenceResult::result).toList()).removeColumns("pairing");
        return numbers.insertColumn(3, query).insertColumn(4, gallery).insertColumn(5, state);
    }

    /** One row a query model, one column a gallery model, missing above the diagonal. */
    public static Table triangle(Triangle triangle) {
        List<String> models = triangle.models();
        Table table = Table.create(triangle.metric() + ", " + triangle.name(), StringColumn.create("query by", models));
        for (int k = 0; k < models.size(); k++) {
            DoubleColumn column = DoubleColumn.create("gallery by " + models.get(k));
            for (int t = 0; t < models.size(); t++) {
                column.append(k <= t ? triangle.values()[t][k] : Double.NaN);
            }
            table.addColumns(column);
        }
        return table;
    }

    /** The columns of {@link #wide} that hold values: metrics as they come, pairings in their fixed order. */
    static List<String> wideColumns(List<PairingResult> results) {
        List<String> columns = new ArrayList<>();
        for (String metric :
                results.stream().map(PairingResult::metric).distinct().toList()) {
            List<PairingResult> ofMetric =
                    results.stream().filter(r -> r.metric().equals(metric)).toList();
            List<String> pairings = new ArrayList<>(PairingFigures.ORDER);
            List<String> found =
                    ofMetric.stream().map(PairingResult::pairing).distinct().toList();
            pairings.retainAll(found);
            found.stream().filter(pairing -> !pairings.contains(pairing)).forEach(pairings::add);
            pairings.forEach(pairing -> columns.add(pairing + " " + metric));
        }
        return columns;
    }

    private static String column(PairingResult result) {
        return result.pairing() + " " + result.metric();
    }

    private record Row(String scenario, String method, long seed) {}
}
