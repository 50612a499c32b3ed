package io.github.dmu4j.bridge.live;

import io.github.dmu4j.report.Figures;
import io.github.dmu4j.report.SafeText;
import io.github.dmu4j.report.TrainingCurve;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Progress as HTML that notebooks show, trusted or not: no script, no style element. While it runs a bar, the figures and
 * the curves; at the end one line, with the rest behind it.
 */
final class ProgressHtml {
    /** Of one picture, encoded. */
    static final int MAX_PICTURE_CHARS = 15_000;

    /** Points of all curves of a picture. */
    private static final int MAX_POINTS = 300;

    private static final int MAX_CURVES = 6;
    private static final String SMALL = "<div dir=\"auto\" style=\"font-size:90%;opacity:0.8\">";

    private ProgressHtml() {}

    static String of(RunState.View view, String curves) {
        return switch (view.phase()) {
            case RUNNING -> running(view, curves);
            case DONE -> frame("#8c8c8c", folded(view, curves));
            case INTERRUPTED, FAILED ->
                frame(
                        "#d55e00",
                        "<div dir=\"auto\"><b style=\"color:#d55e00\">" + line(view) + "</b></div>\n" + figures(view)
                                + done(view) + curves);
        };
    }

    private static String running(RunState.View view, String curves) {
        StringBuilder out = new StringBuilder();
        if (!view.heading().isEmpty()) {
            out.append("<div dir=\"auto\"><b>")
                    .append(SafeText.html(view.heading()))
                    .append("</b></div>\n");
        }
        out.append("<div dir=\"auto\" style=\"font-variant-numeric:tabular-nums\">");
        view.bar()
                .ifPresent(bar -> out.append("<progress max=\"")
                        .append(Math.max(1, bar.total()))
                        .append("\" value=\"")
                        .append(bar.step())
                        .append("\" style=\"width:220px;vertical-align:middle\"></progress> ")
                        .append(SafeText.html(bar.text())));
        return frame("#0072b2", out.append("</div>\n") + plan(view) + figures(view) + done(view) + curves);
    }

    /** One quiet line; what led there can be opened. */
    private static String folded(RunState.View view, String curves) {
        String summary = line(view)
                + (view.figures().isEmpty() ? "" : " · " + SafeText.html(String.join(" · ", view.figures())));
        // as a list item it has its triangle in the classic Notebook too
        return "<details><summary dir=\"auto\" style=\"display:list-item\">" + summary + "</summary>\n" + done(view)
                + curves + "</details>\n";
    }

    private static String line(RunState.View view) {
        return SafeText.html(ProgressText.line(view));
    }

    private static String frame(String color, String content) {
        return "<div class=\"dmu4j-progress\" style=\"border-left:3px solid " + color
                + ";padding:2px 0 2px 10px;max-width:820px\">\n" + content + "</div>\n";
    }

    private static String plan(RunState.View view) {
        return view.plan().isEmpty() ? "" : SMALL + SafeText.html(view.plan()) + "</div>\n";
    }

    private static String figures(RunState.View view) {
        StringBuilder out = new StringBuilder();
        view.figures()
                .forEach(figure ->
                        out.append(SMALL).append(SafeText.html(figure)).append("</div>\n"));
        return out.toString();
    }

    private static String done(RunState.View view) {
        StringBuilder out = new StringBuilder();
        if (view.omitted() > 0) {
            out.append(SMALL).append("… ").append(view.omitted()).append(" more</div>\n");
        }
        view.done()
                .forEach(done -> out.append(SMALL).append(SafeText.html(done)).append("</div>\n"));
        return out.toString();
    }

    /** Pictures of losses and validation, side by side where there is room; empty while there is nothing to draw. */
    static String curves(RunState.View view) {
        String pictures = picture("loss", view.losses()) + picture("validation", view.validation());
        return pictures.isEmpty()
                ? ""
                : "<div style=\"display:flex;flex-wrap:wrap;gap:8px;margin-top:4px\">\n" + pictures + "</div>\n";
    }

    private static String picture(String what, List<Curve.Points> curves) {
        if (curves.stream().noneMatch(curve -> curve.steps().length > 1)) {
            return "";
        }
        List<Curve.Points> drawn = curves.subList(0, Math.min(MAX_CURVES, curves.size()));
        int each = MAX_POINTS / drawn.size();
        List<TrainingCurve> lines =
                drawn.stream().map(curve -> thinned(curve, each)).toList();
        String svg = Base64.getEncoder()
                .encodeToString(Figures.live(what, lines).staticSvg().getBytes(StandardCharsets.UTF_8));
        return svg.length() > MAX_PICTURE_CHARS
                ? ""
                : "<img alt=\"" + SafeText.html(what + " by step")
                        + "\" width=\"370\" height=\"200\" src=\"data:image/svg+xml;base64," + svg + "\">\n";
    }

    private static TrainingCurve thinned(Curve.Points curve, int limit) {
        int stride = (curve.steps().length + limit - 1) / Math.max(1, limit);
        int size = stride <= 1 ? curve.steps().length : curve.steps().length / stride;
        int[] steps = new int[size];
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            steps[i] = curve.steps()[Math.max(1, stride) * i];
            int from = Math.max(1, stride) * i;
            values[i] = Arrays.stream(curve.values(), from, from + Math.max(1, stride))
                    .average()
                    .orElse(Double.NaN);
        }
        return new TrainingCurve("", 0, SafeText.shorten(curve.name(), 24), steps, values);
    }
}
