package io.github.dmu4j.jupyter.eval;

import java.util.List;

/** Whether a cell can run as it is, for an editor that decides what Enter does. */
final class CompletenessCheck {
    private static final int INDENT = 4;

    private final CellSplitter splitter;

    CompletenessCheck(CellSplitter splitter) {
        this.splitter = splitter;
    }

    Completeness of(String code) {
        List<Piece> pieces = splitter.split(code);
        for (Piece piece : pieces) {
            if (piece.kind() == Piece.Kind.INVALID) {
                return new Completeness(Completeness.Status.INVALID, "");
            }
        }
        boolean unfinished = !pieces.isEmpty() && pieces.get(pieces.size() - 1).kind() == Piece.Kind.UNFINISHED;
        return unfinished || endsInComment(code)
                ? new Completeness(Completeness.Status.INCOMPLETE, " ".repeat(indent(code)))
                : new Completeness(Completeness.Status.COMPLETE, "");
    }

    private static boolean endsInComment(String code) {
        int open = JavaText.codeOnly(code + "*").length() - 1;
        return code.contains("/*") && JavaText.codeOnly(code + "*").charAt(open) == ' ';
    }

    /** As the last line, and one step deeper if that opens more brackets than it closes. */
    private static int indent(String code) {
        String text = code.stripTrailing();
        int lineStart = text.lastIndexOf('\n') + 1;
        String line = text.substring(lineStart);
        int indent = line.length() - line.stripLeading().length();
        String lineCode = JavaText.codeOnly(text).substring(lineStart);
        int open = 0;
        for (int i = 0; i < lineCode.length(); i++) {
            char c = lineCode.charAt(i);
            if (c == '{' || c == '(' || c == '[') {
                open++;
            } else if ((c == '}' || c == ')' || c == ']') && open > 0) {
                open--;
            }
        }
        return open > 0 ? indent + INDENT : indent;
    }
}
