package io.github.dmu4j.bridge.rich;

import io.github.dmu4j.report.PlotlyBundle;
import io.github.dmu4j.report.SafeFigure;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Figures as HTML for a notebook: the static picture, which a script replaces once there is a plotly.js. It comes from the
 * page if it has one; else from the first figure of the session, which brings it (0.7 MB, once); else, after a while, from a
 * CDN, checked by its sum; else the picture stays.
 *
 * <p>The environment variable {@value #VARIABLE}, or the system property {@value #PROPERTY} from a cell, chooses less: {@code
 * cdn} never sends plotly.js, {@code static} sends no script at all.
 */
final class FigureHtml {
    static final String VARIABLE = "DMU_FIGURES";
    static final String PROPERTY = "dmu.figures";

    /** How figures get their plotly.js. */
    enum Mode {
        INLINE,
        CDN,
        STATIC;

        static Mode current() {
            String asked = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
            return switch (asked.strip().toLowerCase(Locale.ROOT)) {
                case "cdn" -> CDN;
                case "static" -> STATIC;
                default -> INLINE;
            };
        }
    }

    private static final String CDN = "https://cdn.jsdelivr.net/npm/plotly.js-cartesian-dist-min@"
            + PlotlyBundle.VERSION + "/plotly-cartesian.min.js";
    /** The output that brings plotly.js may be rendered later than the one that asks for it. */
    private static final int PATIENCE_MILLIS = 3_000;

    private final AtomicBoolean sent = new AtomicBoolean();

    /** A fragment; the first one that draws brings plotly.js. */
    String of(SafeFigure figure) {
        return of(figure, Mode.current());
    }

    String of(SafeFigure figure, Mode mode) {
        if (mode == Mode.STATIC) {
            return figure.toStaticHtml();
        }
        if (!figure.isDrawn()) {
            return figure.toNotebookHtml();
        }
        boolean bring = mode == Mode.INLINE && sent.compareAndSet(false, true);
        return figure.toNotebookHtml() + (bring ? bundle() : "") + loader();
    }

    /** The script runs inside a function, where a module loader of the page (RequireJS) cannot take it. */
    private static String bundle() {
        return """
                <script>
                (function () {
                  if (window.Plotly || window.dmu4jPlotly || !window.DecompressionStream) return;
                  window.dmu4jPlotly = true;
                  var packed = Uint8Array.from(atob("%s"), function (c) { return c.charCodeAt(0); });
                  var stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
                  new Response(stream).text().then(function (code) {
                    var script = document.createElement('script');
                    script.textContent = '(function (define, module, exports) {' + code + '\\n}).call(window);';
                    document.head.appendChild(script);
                    if (window.dmu4jDraw) window.dmu4jDraw();
                  }).catch(function () { window.dmu4jPlotly = false; });
                })();
                </script>
                """.formatted(Base64.getEncoder().encodeToString(PlotlyBundle.gzip()));
    }

    private static String loader() {
        String sum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(PlotlyBundle.SHA256));
        return """
                <script>
                (function () {
                  window.dmu4jDraw = window.dmu4jDraw || function () {
                    if (!window.Plotly) return;
                    (window.dmu4jFigures || []).splice(0).forEach(function (draw) { draw(); });
                  };
                  if (!window.dmu4jTheme) {
                    window.dmu4jTheme = new MutationObserver(function () {
                      document.querySelectorAll('.dmu4j-plot').forEach(function (plot) {
                        if (plot.dmu4jFollow) plot.dmu4jFollow();
                      });
                    });
                    window.dmu4jTheme.observe(document.body, {attributes: true, attributeFilter: ['data-jp-theme-light', 'class']});
                  }
                  window.dmu4jDraw();
                  if (!window.Plotly) setTimeout(function () {
                    if (window.Plotly || window.dmu4jPlotly) return window.dmu4jDraw();
                    window.dmu4jPlotly = true;
                    var script = document.createElement('script');
                    script.src = "%s";
                    script.integrity = "sha256-%s";
                    script.crossOrigin = 'anonymous';
                    script.onload = window.dmu4jDraw;
                    script.onerror = function () { window.dmu4jPlotly = false; };
                    document.head.appendChild(script);
                  }, %d);
                })();
                </script>
                """.formatted(CDN, sum, PATIENCE_MILLIS);
    }
}
