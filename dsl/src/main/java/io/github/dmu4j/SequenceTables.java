package io.github.dmu4j;

import io.github.dmu4j.eval.GalleryState;
import io.github.dmu4j.retrieval.Compatibility;
import io.github.dmu4j.retrieval.CompatibilityMatrix;
import io.github.dmu4j.retrieval.Interval;
import io.github.dmu4j.retrieval.Metric;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The small tables of a sequence: what each upgrade gave, and the averages over all pairs of models. */
final class SequenceTables {
    private SequenceTables() {}

    static Table steps(SequenceReport report) {
        Metric metric = report.headline();
        StringColumn upgrade = StringColumn.create("upgrade");
        DoubleColumn before = DoubleColumn.create("before");
        DoubleColumn after = DoubleColumn.create("after, " + report.goal().id());
        DoubleColumn gain = DoubleColumn.create("gain");
        StringColumn interval = StringColumn.create("95 % of gain");
        DoubleColumn reembedded = DoubleColumn.create("re-embedded");
        DoubleColumn share = DoubleColumn.create("share of re-embedding");
        for (int to = 2; to <= report.generations(); to++) {
            double was = report.stored(to - 1, metric);
            double is = report.stored(to, metric);
            double again = report.value(to, to, GalleryState.REEMBEDDED, metric);
            Interval ends = report.gainInterval(to, metric);
            upgrade.append("v" + (to - 1) + " to v" + to);
            before.append(was);
            after.append(is);
            gain.append(report.gain(to, metric));
            interval.append(
                    Double.isNaN(ends.low())
                            ? ""
                            : String.format(Locale.ROOT, "%+.3f to %+.3f", ends.low(), ends.high()));
            reembedded.append(again);
            share.append(Compatibility.updateGain(is, was, again).value());
        }
        return Table.create(
                metric.name() + " of the gallery that v1 embedded",
                upgrade,
                before,
                after,
                gain,
                interval,
                reembedded,
                share);
    }

    static Table averages(SequenceReport report) {
        StringColumn name = StringColumn.create("metric");
        StringColumn galleries = StringColumn.create("galleries");
        DoubleColumn ac = DoubleColumn.create("AC");
        DoubleColumn am = DoubleColumn.create("AM");
        DoubleColumn bc = DoubleColumn.create("BC");
        DoubleColumn fc = DoubleColumn.create("FC");
        for (Metric metric : report.metrics()) {
            for (GalleryState state : report.states()) {
                CompatibilityMatrix c = report.compatibility(state, metric);
                name.append(metric.name());
                galleries.append(state.id());
                ac.append(c.averageCompatibility());
                am.append(c.averageMetric());
                bc.append(c.backwardCompatibility());
                fc.append(c.forwardCompatibility());
            }
        }
        return Table.create("average compatibility", name, galleries, ac, am, bc, fc);
    }
}
