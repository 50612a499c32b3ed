package io.github.dmu4j.report;

/** The frame of a page that is whole in one file: style, plotly.js, and a policy that forbids every network access. */
final class HtmlPage {
    private HtmlPage() {}

    /** @param body HTML; the title is text */
    static String of(String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data: blob:; \
                style-src 'unsafe-inline'; script-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>"""
                + SafeText.html(title) + "</title>\n<style>\n" + PlotlyBundle.text("report.css") + "</style>\n"
                + "<script>\n/*\nplotly.js " + PlotlyBundle.VERSION + "\n"
                + PlotlyBundle.licence().replace("*/", "* /")
                + "*/\n" + PlotlyBundle.script() + "\n</script>\n</head>\n<body>\n<main>\n" + body + "</main>\n"
                + FOLLOW_THEME + "</body>\n</html>\n";
    }

    /** The figures' text follows when the reader's system turns dark or light. */
    private static final String FOLLOW_THEME = """
            <script>
            matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () {
              document.querySelectorAll('.dmu4j-plot').forEach(function (plot) {
                plot.dmu4jFollow();
              });
            });
            </script>
            """;
}
