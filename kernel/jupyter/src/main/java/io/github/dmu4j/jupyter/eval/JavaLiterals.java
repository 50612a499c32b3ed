package io.github.dmu4j.jupyter.eval;

/** Values as Java source. */
final class JavaLiterals {
    private JavaLiterals() {}

    /** A string literal, quotes included; everything but printable ASCII is written as a Unicode escape. */
    static String string(String value) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c >= ' ' && c < 127) {
                literal.append(c);
            } else if (c == '\n') {
                literal.append(
                        "\\n"); // javac turns a line end's Unicode escape into a line end before it sees the string
            } else if (c == '\r') {
                literal.append("\\r");
            } else {
                literal.append(String.format("\\u%04x", (int) c));
            }
        }
        return literal.append('"').toString();
    }
}
