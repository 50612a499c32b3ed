package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellParts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of a cell: Java, or one magic. Offsets are the cell's.
 *
 * @param start of a magic: its first percent sign
 * @param name of a magic, without percent signs; of Java empty
 * @param argsFrom where the text behind the name begins, blanks left out
 * @param argsTo where it ends, blanks left out
 * @param bodyFrom of a cell magic where the second line begins; otherwise {@code end}
 */
record MagicPart(Kind kind, int start, String name, int argsFrom, int argsTo, int bodyFrom, int end) {
    /** What a stretch is. */
    enum Kind {
        JAVA,
        LINE,
        CELL,
        /** A cell magic below the first line. */
        MISPLACED
    }

    private static final Pattern CANDIDATE = Pattern.compile("(?m)^[ \\t]*+(%%?)(\\p{Alpha}[\\w-]*+)");

    /**
     * The parts of a cell in order. A line is a magic only where a statement could begin: {@code %} inside of a string, a text
     * block or a comment, and behind an expression that goes on, is what it is in Java.
     */
    static List<MagicPart> of(CellParts cell) {
        String code = cell.code();
        List<MagicPart> parts = new ArrayList<>();
        int from = 0;
        Matcher found = CANDIDATE.matcher(code);
        while (found.find()) {
            int start = found.start(1);
            boolean ofCell = found.group(1).length() == 2;
            if (ofCell && code.substring(0, start).isBlank()) {
                return List.of(magic(Kind.CELL, code, start, found.group(2), found.end(), code.length()));
            }
            if (start >= from && cell.isBetweenStatements(from, start)) {
                addJava(parts, cell, from, start);
                int lineEnd = endOfLine(code, start);
                Kind kind = ofCell ? Kind.MISPLACED : Kind.LINE;
                parts.add(magic(kind, code, start, found.group(2), found.end(), lineEnd));
                from = lineEnd;
            }
        }
        addJava(parts, cell, from, code.length());
        return parts;
    }

    /** A percent sign and a name at the beginning of a line that belongs to Java. */
    record NameInJava(String name, int line) {}

    static List<NameInJava> namesInJava(CellParts cell, MagicPart java) {
        Matcher found = CANDIDATE.matcher(cell.code()).region(java.start(), java.end());
        return found.results()
                .map(match -> new NameInJava(match.group(2), cell.lineAt(match.start(1))))
                .toList();
    }

    private static void addJava(List<MagicPart> parts, CellParts cell, int from, int to) {
        if (!cell.isEmpty(from, to)) {
            parts.add(new MagicPart(Kind.JAVA, from, "", to, to, to, to));
        }
    }

    private static MagicPart magic(Kind kind, String code, int start, String name, int nameEnd, int end) {
        int lineEnd = endOfLine(code, start);
        int argsFrom = nameEnd;
        while (argsFrom < lineEnd && Character.isWhitespace(code.charAt(argsFrom))) {
            argsFrom++;
        }
        int argsTo =
                argsFrom + code.substring(argsFrom, lineEnd).stripTrailing().length();
        int bodyFrom = kind == Kind.CELL ? Math.min(lineEnd + 1, end) : end;
        return new MagicPart(kind, start, name, argsFrom, argsTo, bodyFrom, end);
    }

    private static int endOfLine(String code, int from) {
        int end = code.indexOf('\n', from);
        return end < 0 ? code.length() : end;
    }

    boolean isJava() {
        return kind == Kind.JAVA;
    }

    boolean isCellMagic() {
        return kind == Kind.CELL;
    }
}
