package io.github.dmu4j.report;

import io.github.dmu4j.base.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * One self-contained HTML file about an upgrade: verdict, tables, figures, neighbours, provenance. It needs no network
 * and forbids itself any (content security policy); readable on small screens, on paper and in the dark; without
 * JavaScript the static pictures stay. The same input gives the same bytes.
 *
 * <p>Immutable: every {@code with} returns a copy with one more section, in the order of the calls.
 *
 * <pre>{@code
 * HtmlReport.of(header, verdict).withResults(results).withTraining(losses).save(Path.of("report.html"));
 * }</pre>
 */
public final class HtmlReport {
    private final ReportHeader header;
    private final Verdict verdict;
    private final List<Section> sections;

    /** What is between two headings; the body is made when the number of the section is known. */
    private record Section(String heading, List<Part> parts) {}

    private sealed interface Part permits Html, Plot {}

    private record Html(String html) implements Part {}

    private record Plot(SafeFigure figure, String howToRead) implements Part {}

    private HtmlReport(ReportHeader header, Verdict verdict, List<Section> sections) {
        this.header = header;
        this.verdict = verdict;
        this.sections = List.copyOf(sections);
    }

    /** A report of verdict and provenance, to which sections are added. */
    public static HtmlReport of(ReportHeader header, Verdict verdict) {
        return new HtmlReport(header, verdict, List.of());
    }

    /**
     * The tables of all results (means and every seed if there are several); per scenario the bars of the first metric, and every seed of new-to-adapted if there are
     * several seeds. No results, no section.
     */
    public HtmlReport withResults(List<PairingResult> results) {
        if (results.isEmpty()) {
            return this;
        }
        List<Part> parts = new ArrayList<>();
        boolean severalSeeds =
                results.stream().map(PairingResult::seed).distinct().count() > 1;
        for (String each :
                results.stream().map(PairingResult::metric).distinct().toList()) {
            tables(parts, results.stream().filter(r -> r.metric().equals(each)).toList(), severalSeeds);
        }
        String metric = results.get(0).metric();
        for (String scenario :
                results.stream().map(PairingResult::scenario).distinct().toList()) {
            List<PairingResult> chosen =
                    results.stream().filter(r -> r.scenario().equals(scenario)).toList();
            parts.add(new Plot(
                    Figures.pairings(chosen, metric),
                    "Each group is a pair of models: the first embeds the query, the second the gallery. The dashed line "
                            + "is today's system. An upgrade is worth deploying without re-embedding the gallery if "
                            + "new-to-adapted stands above it; new-to-new is what re-embedding everything would give."
                            + (severalSeeds
                                    ? " Bars are means, dots are the seeds."
                                    : " Whiskers are 95 % intervals over queries.")));
            boolean adapted = chosen.stream().anyMatch(r -> r.pairing().equals(PairingResult.NEW_TO_ADAPTED));
            if (severalSeeds && adapted) {
                parts.add(new Plot(
                        Figures.seeds(chosen, PairingResult.NEW_TO_ADAPTED, metric),
                        "Every dot is one seed, the short line their mean. A difference that is smaller than the spread "
                                + "of the dots is not a finding."));
            }
        }
        return with("Results", parts);
    }

    /** The tables of one metric: a page is too narrow for all metrics in one. */
    private static void tables(List<Part> parts, List<PairingResult> results, boolean severalSeeds) {
        String metric = results.get(0).metric();
        List<String> toCompare = ResultTables.wideColumns(results).stream()
                .filter(column -> !column.startsWith(PairingResult.OLD_TO_OLD))
                .toList();
        if (severalSeeds) {
            parts.add(table(ResultTables.means(results), metric + ", mean over the seeds, best in bold", toCompare));
            parts.add(new Html("<details><summary>" + SafeText.html(metric) + ", every seed</summary>\n"
                    + scrolling(TableHtml.of(ResultTables.wide(results), metric + ", every seed")) + "</details>\n"));
        } else {
            parts.add(table(ResultTables.wide(results), metric + ", best in bold", toCompare));
        }
    }

    /** Losses by term over epochs. */
    public HtmlReport withTraining(List<TrainingCurve> losses) {
        return withFigure(
                "Training",
                Figures.training(losses),
                "Each term of the training loss by epoch. All should fall and flatten; a term that still falls at the "
                        + "end asks for more epochs.");
    }

    /** Validation by pairing over epochs, with the old model's line; NaN leaves the line out. */
    public HtmlReport withValidation(List<TrainingCurve> curves, String metric, double oldToOld) {
        return withFigure(
                "Validation",
                Figures.validation(curves, metric, oldToOld),
                "Measured on validation classes, apart from those of the results. The dashed line is the old model: where "
                        + "a curve crosses it, the new model begins to pay.");
    }

    /** The discriminativeness of the old gallery. */
    public HtmlReport withScores(ScoreHistogram histogram) {
        return withFigure(
                "Old features",
                Figures.histogram(histogram),
                "How well the old embedding of each gallery item separates its class. The new model inherits from items "
                        + "on the right; items on the left are poor, and gain most from adaptation.");
    }

    /** What the upgrade does class by class. */
    public HtmlReport withClassGains(List<ClassGain> gains, String metric) {
        return withFigure(
                "Classes",
                Figures.classGains(gains, metric),
                "The difference that the upgrade makes for the queries of each class. A good mean can hide classes that "
                        + "lose: they stand at the bottom, hatched.");
    }

    /** Quality while the gallery is re-embedded. */
    public HtmlReport withBackfill(List<BackfillCurvePoints> curves, String metric) {
        return withFigure(
                "Backfill",
                Figures.backfill(curves, metric),
                "What users would see while old items are replaced by re-embedded ones. A curve that rises early needs "
                        + "less work for the same quality; AUBC is the area below it.");
    }

    /** Query model by gallery model. */
    public HtmlReport withMatrix(CompatibilityMatrix matrix) {
        return withFigure(
                "Compatibility matrix",
                Figures.matrix(matrix),
                "Rows embed the query, columns the gallery; darker is better.");
    }

    /** What old and new find for single queries. */
    public HtmlReport withNeighbours(NeighbourPanels panels) {
        return with(
                "Nearest neighbours",
                List.of(new Html(
                        "<p class=\"how\">The query on the left, the best matches of each system on the right. A "
                                + "solid border and ✓ mark the query's class, a dashed border and ✗ another one; the number is "
                                + "the similarity.</p>\n" + panels.toHtml())));
    }

    /** Any figure under a heading, with a sentence on how to read it. */
    public HtmlReport withFigure(String heading, SafeFigure figure, String howToRead) {
        return with(heading, List.of(new Plot(figure, howToRead)));
    }

    /** Any table under a heading. */
    public HtmlReport withTable(String heading, Table table, String caption) {
        return with(heading, List.of(table(table, caption, List.of())));
    }

    /** A paragraph of text under a heading: text, not HTML. */
    public HtmlReport withText(String heading, String text) {
        return with(heading, List.of(new Html("<p dir=\"auto\">" + SafeText.html(text) + "</p>\n")));
    }

    private HtmlReport with(String heading, List<Part> parts) {
        List<Section> more = new ArrayList<>(sections);
        more.add(new Section(heading, List.copyOf(parts)));
        return new HtmlReport(header, verdict, more);
    }

    /** The whole page. */
    public String html() {
        StringBuilder body = new StringBuilder();
        head(body);
        int figures = 0;
        for (Section section : sections) {
            body.append("<section>\n<h2 dir=\"auto\">")
                    .append(SafeText.html(section.heading()))
                    .append("</h2>\n");
            for (Part part : section.parts()) {
                if (part instanceof Html html) {
                    body.append(html.html());
                } else if (part instanceof Plot plot) {
                    figures++;
                    body.append("<figure>\n")
                            .append(plot.figure().toHtml("figure-" + figures))
                            .append("<figcaption class=\"how\"><b>How to read this.</b> ")
                            .append(SafeText.html(plot.howToRead()))
                            .append("</figcaption>\n</figure>\n");
                }
            }
            body.append("</section>\n");
        }
        provenance(body);
        return HtmlPage.of(header.title(), body.toString());
    }

    private void head(StringBuilder body) {
        body.append("<header>\n<h1 dir=\"auto\">")
                .append(SafeText.html(header.title()))
                .append("</h1>\n");
        body.append("<p class=\"dataset\"><bdi>")
                .append(SafeText.html(header.dataset()))
                .append("</bdi>");
        if (header.synthetic()) {
            body.append(" <span class=\"badge\">synthetic data</span>");
        }
        body.append("</p>\n");
        String kind = verdict.compatible() ? "yes" : "no";
        body.append("<p class=\"verdict " + kind + "\"><span class=\"sign\" aria-hidden=\"true\">")
                .append(verdict.compatible() ? "✓" : "✗")
                .append("</span><span>")
                .append(SafeText.html(verdict.sentence()))
                .append("</span></p>\n");
        if (header.synthetic()) {
            body.append("<p class=\"how\">The images were drawn by a program. The numbers show how the methods compare "
                    + "here, not what they reach on photographs.</p>\n");
        }
        body.append("</header>\n");
    }

    private void provenance(StringBuilder body) {
        body.append("<section>\n<h2>Where this comes from</h2>\n<dl>\n");
        header.provenance()
                .forEach((name, value) -> body.append("<div><dt dir=\"auto\">")
                        .append(SafeText.html(name))
                        .append("</dt><dd dir=\"auto\">")
                        .append(SafeText.html(value))
                        .append("</dd></div>\n"));
        body.append(
                        "</dl>\n<p class=\"how\">Written by dmu4j. This file is complete: it loads nothing. Figures: plotly.js ")
                .append(PlotlyBundle.VERSION)
                .append(" (MIT licence, in the file).</p>\n</section>\n");
    }

    /**
     * Writes {@link #html()} (about 2 MB), whole or not at all.
     *
     * @throws io.github.dmu4j.base.DmuException if the file cannot be written
     */
    public void save(Path target) {
        AtomicFiles.writeString(target, html());
    }

    private static Html table(Table table, String caption, List<String> bestOf) {
        return new Html(scrolling(TableHtml.of(table, caption, bestOf)));
    }

    private static String scrolling(String table) {
        return "<div class=\"wide\">" + table + "</div>\n";
    }

    /** The verdict, what is in the report, next step. */
    @Override
    public String toString() {
        return verdict.sentence() + "\n"
                + String.join(", ", sections.stream().map(Section::heading).toList())
                + "\nsave(path) to read it in a browser";
    }
}
