package io.github.dmu4j.jupyter.eval;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The piece of a cell in which the cursor stands, with what earlier pieces of the same cell declare. They have perhaps not run
 * yet, so that the session does not know them.
 *
 * @param declarations of earlier pieces, as local declarations
 * @param start of the cursor's piece in the cell
 */
record CodeContext(String declarations, int start) {
    private static final Pattern MEMBER_MODIFIERS = Pattern.compile("^(?:(?:public|protected|private|static)\\s+)+");
    private static final Pattern DECLARES = Pattern.compile(
            "(?s)^(?:@\\w+\\s+)*(?:(?:public|protected|private|static|final|abstract|"
                    + "sealed|non-sealed|synchronized|strictfp|default)\\s+)*"
                    + "(?:(?:import|class|interface|enum|record|@interface)\\s+\\w.*"
                    + "|(?!new\\b|return\\b|else\\b|throw\\b)(?:<[^>]*>\\s*)?[\\w.]+(?:<[^(){};=]*>)?(?:\\[\\])*\\s+\\w+\\s*\\([^)]*\\)\\s*(?:throws[\\s\\w.,]+)?\\{.*)");

    static CodeContext at(CellSplitter splitter, String code, int cursor) {
        String before = code.substring(0, cursor);
        List<Piece> pieces = splitter.split(before);
        if (pieces.isEmpty()) {
            return new CodeContext("", cursor);
        }
        Piece last = pieces.get(pieces.size() - 1);
        boolean cursorIsBehind = last.end() < cursor && last.endsWithSemicolon(code);
        int start = cursorIsBehind ? CellSplitter.skipBlanksAndComments(before, last.end()) : last.start();
        StringBuilder declarations = new StringBuilder();
        for (Piece piece : cursorIsBehind ? pieces : pieces.subList(0, pieces.size() - 1)) {
            if (piece.kind() == Piece.Kind.VARIABLE || piece.kind() == Piece.Kind.TYPE) {
                declarations
                        .append(MEMBER_MODIFIERS.matcher(piece.source()).replaceFirst(""))
                        .append('\n');
            }
        }
        return new CodeContext(declarations.toString(), start);
    }

    /** True if a text declares a type, a method or an import, which stands outside of methods. */
    static boolean isMember(String text) {
        return DECLARES.matcher(text).matches();
    }
}
