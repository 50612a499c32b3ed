package io.github.dmu4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the objects out of the JavaScript that Tablesaw writes for a figure ({@code var layout = {...}; var trace0 = ...}),
 * since it has no JSON form. Lenient: names without quotes, commas at the end, NaN (becomes null).
 *
 * <p>Tablesaw 0.44.4 has two kinds of text. In double quotes, from columns: escaped as JavaScript. In single quotes, from
 * titles and names: escaped as HTML, so that an apostrophe cannot end it, while a backslash is itself and a line break stays.
 */
final class TablesawScript {
    private static final Pattern VARIABLE = Pattern.compile("var\\s+(\\w+)\\s*=\\s*(?=\\{)");
    private static final int DEEPEST = 40;

    private final String text;
    private int at;

    private TablesawScript(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /**
     * Every variable that is set to an object, in order.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    static Map<String, ObjectNode> objects(String script) {
        Map<String, ObjectNode> objects = new LinkedHashMap<>();
        Matcher variable = VARIABLE.matcher(script);
        int from = 0;
        while (variable.find(from)) {
            TablesawScript reader = new TablesawScript(script, variable.end());
            objects.put(variable.group(1), reader.object(0));
            from = reader.at; // what stands in a text of the object is no variable
        }
        return objects;
    }

    private JsonNode value(int depth) {
        if (depth > DEEPEST) {
            throw bad("nested too deep");
        }
        char first = next();
        return switch (first) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> Json.mapper().getNodeFactory().textNode(javaScriptText());
            case '\'' -> Json.mapper().getNodeFactory().textNode(htmlText());
            default -> word();
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode object = Json.mapper().createObjectNode();
        take('{');
        while (next() != '}') {
            String name = switch (next()) {
                case '"' -> javaScriptText();
                case '\'' -> htmlText();
                default -> bare();
            };
            take(':');
            object.set(name, value(depth));
            if (next() == ',') {
                at++;
            } else if (next() != '}') {
                throw bad("expected a comma");
            }
        }
        at++;
        return object;
    }

    private ArrayNode array(int depth) {
        ArrayNode array = Json.mapper().createArrayNode();
        take('[');
        while (next() != ']') {
            array.add(value(depth));
            if (next() == ',') {
                at++;
            } else if (next() != ']') {
                throw bad("expected a comma");
            }
        }
        at++;
        return array;
    }

    /** A number, true, false, or something that is no value: null. */
    private JsonNode word() {
        String word = bare();
        if (word.equals("true") || word.equals("false")) {
            return Json.mapper().getNodeFactory().booleanNode(word.equals("true"));
        }
        double number = number(word);
        return Double.isFinite(number) ? Json.mapper().getNodeFactory().numberNode(number) : NullNode.getInstance();
    }

    /** NaN for what is none. */
    static double number(String word) {
        try {
            return Double.parseDouble(word);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private String bare() {
        int from = at;
        while (at < text.length() && ",:[]{}\"'\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw bad("expected a value");
        }
        return text.substring(from, at).strip();
    }

    private String htmlText() {
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw bad("a text without an end");
        }
        String raw = text.substring(at + 1, end);
        at = end + 1;
        return raw.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    private String javaScriptText() {
        StringBuilder out = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            if (c == '\\' && at < text.length()) {
                escaped(text.charAt(at++), out);
            } else {
                out.append(c);
            }
        }
        throw bad("a text without an end");
    }

    /** What follows a backslash; {@code at} stands behind it. */
    private void escaped(char c, StringBuilder out) {
        switch (c) {
            case 'n' -> out.append('\n');
            case 't' -> out.append('\t');
            case 'r' -> out.append('\r');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'u' -> {
                String digits = text.substring(at, Math.min(at + 4, text.length()));
                if (digits.matches("[0-9a-fA-F]{4}")) {
                    out.append((char) Integer.parseInt(digits, 16));
                    at += 4;
                } else {
                    out.append(c);
                }
            }
            default -> out.append(c);
        }
    }

    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw bad("the end came too early");
        }
        return text.charAt(at);
    }

    private void take(char expected) {
        if (next() != expected) {
            throw bad("expected " + expected);
        }
        at++;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + " at character " + at + " of a figure's script");
    }
}
