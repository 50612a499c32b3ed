package io.github.dmu4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.util.Locale;

/** Text of users made harmless for the place where it is put: HTML, SVG, plotly.js, a script. */
public final class SafeText {
    private SafeText() {}

    /** For HTML and XML, in elements and in quoted attributes. */
    public static String html(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (char c : clean(text).toCharArray()) {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** For plotly.js, whose text is pseudo-HTML, and which reads dollars as mathematics where MathJax is loaded. */
    static String plotly(String text) {
        return clean(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("$", "&#36;");
    }

    /** JSON that may stand inside a script element: nothing in it can end the element or open a comment. */
    static String script(JsonNode json) {
        return Json.line(json)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** A JavaScript string literal with its quotes, safe inside a script element. */
    public static String scriptString(String text) {
        return script(Json.mapper().getNodeFactory().textNode(text));
    }

    /**
     * One line without control characters, without the marks that turn the direction of the text that follows, and
     * without half surrogate pairs (XML allows none of them).
     */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029) {
                out.append(' ');
            } else if ((point >= 0xd800 && point <= 0xdfff) || point == 0xfffe || point == 0xffff) {
                out.append('\ufffd');
            } else if (!(point >= 0x202a && point <= 0x202e) && !(point >= 0x2066 && point <= 0x2069)) {
                out.appendCodePoint(point);
            }
        }
        return out.toString();
    }

    /** Cut to {@code limit} characters, the last one an ellipsis; never through a surrogate pair. */
    public static String shorten(String text, int limit) {
        if (text.codePointCount(0, text.length()) <= limit) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, limit - 1)).stripTrailing() + "…";
    }

    /** What comes after the last slash: where space is short, {@code character35} of {@code Korean/character35} tells more. */
    static String end(String path) {
        return path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
    }

    /** Three decimals; a dash for NaN. */
    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Three decimals with a sign; a dash for NaN. */
    static String signed(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%+.3f", value);
    }
}
