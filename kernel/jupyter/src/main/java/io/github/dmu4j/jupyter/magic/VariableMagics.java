package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.display.Bundles;
import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.Variable;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code %who} and {@code %whos}: the session's variables. */
final class VariableMagics {
    private static final int VALUE_CHARS = 60;
    private static final int TYPE_CHARS = 40;

    /** JShell's prefix of the session's own classes. */
    private static final Pattern SNIPPET_CLASS = Pattern.compile("\\bREPL\\.\\$JShell\\$\\d+[A-Z]*[.$]");

    private final Supplier<List<Variable>> variables;

    VariableMagics(Supplier<List<Variable>> variables) {
        this.variables = variables;
    }

    List<Magic> all() {
        return List.of(
                new Magic(
                        "who",
                        Form.LINE,
                        Takes.WORDS,
                        "%who",
                        "Prints the names of the session's variables, in the order of their declaration.",
                        "",
                        this::who),
                new Magic(
                        "whos",
                        Form.LINE,
                        Takes.WORDS,
                        "%whos",
                        "Prints the session's variables with type, size and value, one in a line.",
                        "The size is the number of elements of an array, collection or map, and the number of characters of a text.",
                        this::whos));
    }

    private CellOutcome who(MagicCall call) {
        List<Variable> all = call.interrupts().shielded(variables);
        System.out.println(
                all.isEmpty()
                        ? "there are no variables yet"
                        : String.join("   ", all.stream().map(Variable::name).toList()));
        return MagicCall.DONE;
    }

    private CellOutcome whos(MagicCall call) {
        List<Variable> all = call.interrupts().shielded(variables);
        if (all.isEmpty()) {
            return who(call);
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("Variable", "Type", "Size", "Value")));
        for (Variable variable : all) {
            rows.add(List.of(
                    variable.name(),
                    shortened(simple(variable.type()), TYPE_CHARS),
                    size(variable.value()),
                    shortened(oneLine(variable.value()), VALUE_CHARS)));
        }
        System.out.print(table(rows));
        return MagicCall.DONE;
    }

    /** Without the names of packages. */
    static String simple(String type) {
        return type.replaceAll("\\b(?:\\p{Lower}\\w*\\.)+(?=\\p{Upper})", "");
    }

    static String size(@Nullable Object value) {
        try {
            if (value instanceof CharSequence text) {
                return String.valueOf(text.length());
            }
            if (value instanceof Collection<?> collection) {
                return String.valueOf(collection.size());
            }
            if (value instanceof Map<?, ?> map) {
                return String.valueOf(map.size());
            }
            return value != null && value.getClass().isArray() ? String.valueOf(Array.getLength(value)) : "";
        } catch (Throwable e) { // a user's collection
            return "?";
        }
    }

    private static String oneLine(@Nullable Object value) {
        boolean plain = value == null || value instanceof Number || value instanceof CharSequence;
        String text = plain ? String.valueOf(value) : Bundles.text(Display.bundle(value));
        return SNIPPET_CLASS.matcher(text).replaceAll("").strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String shortened(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 3)) + "...";
    }

    private static String table(List<List<String>> rows) {
        StringBuilder text = new StringBuilder();
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c)).append(" ".repeat(widths[c] - row.get(c).length() + 3));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
