package io.github.dmu4j;

import io.github.dmu4j.report.HtmlReport;
import io.github.dmu4j.report.ReportHeader;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.run.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;

/** Assembles the HTML report of a sequence. */
final class SequencePage {
    private SequencePage() {}

    static HtmlReport of(SequenceReport report) {
        HtmlReport page = HtmlReport.of(
                new ReportHeader(
                        "Upgrades in a row without backfilling",
                        report.subject().data(),
                        report.synthetic(),
                        facts(report)),
                report.verdict());
        for (Metric metric : report.metrics()) {
            page = page.withFigure(
                    metric.name(),
                    report.plot(metric),
                    "Each row embeds the queries, each column embedded the gallery. The diagonal is a gallery embedded"
                            + " again; a tick says that an older gallery is searched better than by its own model. The first"
                            + " column is the gallery that was embedded once and never again.");
        }
        return page.withTable(
                        "Upgrades", report.stepsTable(), report.headline().name() + " of the gallery that v1 embedded")
                .withTable("Averages", report.summaryTable(), "over all pairs of models")
                .withTable("All numbers", report.table(), "95 % intervals over queries");
    }

    private static Map<String, String> facts(SequenceReport report) {
        SequenceReport.Subject subject = report.subject();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("method", subject.method());
        facts.put("data", subject.data());
        facts.put("split", subject.split());
        facts.put("seed", Long.toString(subject.seed()));
        facts.put("models", "v1 to v" + report.generations());
        facts.put("seconds", Long.toString(Math.round(subject.seconds())));
        facts.putAll(Provenance.of(subject.devices()));
        return facts;
    }
}
