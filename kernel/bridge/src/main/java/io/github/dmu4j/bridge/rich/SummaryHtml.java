package io.github.dmu4j.bridge.rich;

import io.github.dmu4j.report.SafeText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a plan, a model or a set as a small table. All of them write it alike: what it is, then {@code name value}
 * lines that are indented, then what to do next.
 */
final class SummaryHtml {
    private static final Pattern NEXT = Pattern.compile("\\s*next:?\\s+(.*)");
    private static final Pattern NAMED = Pattern.compile("\\s+(\\S[^:]{0,30}?)(?::\\s+|\\s{2,})(\\S.*)");

    private SummaryHtml() {}

    static String of(String text) {
        StringBuilder rows = new StringBuilder();
        StringBuilder after = new StringBuilder();
        String[] lines = text.strip().split("\\R", -1);
        for (int i = 1; i < lines.length; i++) {
            Matcher next = NEXT.matcher(lines[i]);
            Matcher named = NAMED.matcher(lines[i]);
            if (next.matches()) {
                String step = SafeText.html(next.group(1));
                after.append("<div style=\"opacity:0.8\">next: ")
                        .append(step.contains("(") ? "<code>" + step + "</code>" : step) // a call, or words
                        .append("</div>\n");
            } else if (named.matches()) {
                rows.append("<tr><td style=\"text-align:left;opacity:0.8\">")
                        .append(SafeText.html(named.group(1)))
                        .append("</td><td style=\"text-align:left\">")
                        .append(SafeText.html(named.group(2)))
                        .append("</td></tr>\n");
            } else if (!lines[i].isBlank()) {
                rows.append("<tr><td style=\"text-align:left\" colspan=\"2\">")
                        .append(SafeText.html(lines[i].strip()))
                        .append("</td></tr>\n");
            }
        }
        String table = rows.isEmpty()
                ? ""
                : "<table class=\"dataframe\" border=\"1\">\n<tbody>\n" + rows + "</tbody>\n</table>\n";
        return "<div dir=\"auto\"><b>" + SafeText.html(lines[0]) + "</b></div>\n" + table + after;
    }
}
