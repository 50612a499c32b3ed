package io.github.dmu4j.bridge.rich;

import io.github.dmu4j.ExperimentResults;
import io.github.dmu4j.MethodComparison;
import io.github.dmu4j.Regressions;
import io.github.dmu4j.SequenceReport;
import io.github.dmu4j.UpgradeReport;
import io.github.dmu4j.report.PairingResult;
import io.github.dmu4j.report.SafeText;
import io.github.dmu4j.report.TableHtml;
import io.github.dmu4j.report.Verdict;
import java.util.List;
import tech.tablesaw.api.Table;

/** Reports for a cell: the verdict, one table, one figure; everything else is in the page that they save. */
final class ReportHtml {
    private static final String WHOLE_PAGE = ": the whole page, with curves, examples and provenance";

    private ReportHtml() {}

    static String of(UpgradeReport report, FigureHtml figures) {
        return verdict(report.verdict(), report.subjectLine())
                + TableHtml.of(report.summaryTable(), "value and 95 % interval over queries")
                + figures.of(report.plot())
                + more("table(), explore(), saveHtml(path)", WHOLE_PAGE);
    }

    static String of(MethodComparison comparison, FigureHtml figures) {
        Table summary = comparison.summaryTable();
        List<String> compared = List.of(
                PairingResult.NEW_TO_OLD, PairingResult.NEW_TO_ADAPTED, PairingResult.NEW_TO_NEW, "update gain");
        return verdict(comparison.verdict(), comparison.subjectLine())
                + TableHtml.of(summary, summary.name() + ", best in bold", compared)
                + figures.of(comparison.plot())
                + more("wideTable(), plotSeeds(NEW_TO_ADAPTED), saveHtml(path)", WHOLE_PAGE);
    }

    static String of(SequenceReport report, FigureHtml figures) {
        return verdict(report.verdict(), report.subjectLine())
                + TableHtml.of(report.stepsTable(), report.metrics().get(0).name() + " of the gallery that v1 embedded")
                + figures.of(report.plot())
                + TableHtml.of(report.summaryTable(), "averages over all pairs of models")
                + more("table(), matrixTable(EVOLVED, mAP()), saveHtml(path)", ": the whole page");
    }

    static String of(ExperimentResults results, FigureHtml figures) {
        return "<div dir=\"auto\"><b>" + SafeText.html(results.sentence()) + "</b><br><span style=\"opacity:0.8\">"
                + SafeText.html(results.subjectLine()) + "</span></div>\n"
                + TableHtml.of(results.table(), "every metric by query model and gallery model")
                + figures.of(results.plot())
                + more("summaries(), plot(metric), longTable(), saveJson(path)", "");
    }

    static String of(Regressions regressions) {
        return "<div dir=\"auto\"><b>" + SafeText.html(regressions.sentence()) + "</b></div>\n"
                + TableHtml.of(regressions.table(), "");
    }

    /** Sign and words say it, the line's colour only repeats it. */
    private static String verdict(Verdict verdict, String about) {
        String color = verdict.compatible() ? "#009e73" : "#d55e00";
        return "<div dir=\"auto\" style=\"border-left:5px " + (verdict.compatible() ? "solid " : "double ") + color
                + ";padding:4px 12px;margin:4px 0 8px\"><b>" + (verdict.compatible() ? "✓ " : "✗ ")
                + SafeText.html(verdict.sentence()) + "</b>"
                + (about.isEmpty() ? "" : "<br><span style=\"opacity:0.8\">" + SafeText.html(about) + "</span>")
                + "</div>\n";
    }

    /** @param about the last of the calls */
    private static String more(String calls, String about) {
        return "<div style=\"margin-top:8px;opacity:0.8\">more: <code>" + SafeText.html(calls) + "</code>" + about
                + "</div>\n";
    }
}
