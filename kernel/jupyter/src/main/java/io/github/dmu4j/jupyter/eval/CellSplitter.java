package io.github.dmu4j.jupyter.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Cuts a cell into pieces: JShell's analysis finds where each ends, javac's parser what it is. */
final class CellSplitter {
    private static final Pattern BLANK_OR_COMMENT = Pattern.compile("(?s)\\s++|//[^\\n]*+|/\\*.*?\\*/");

    private final SourceCodeAnalysis analysis;
    private final JavaParser parser;

    CellSplitter(SourceCodeAnalysis analysis, JavaParser parser) {
        this.analysis = analysis;
        this.parser = parser;
    }

    /**
     * As {@link #split}, but a cell of one piece that cannot be a plain expression is left to the compiler:
     * {@link Piece.Kind#SINGLE}.
     */
    List<Piece> splitToRun(String cell) {
        return split(cell, true);
    }

    /** The pieces in order. One that is {@link Piece.Kind#UNFINISHED} is the last and reaches to the end of the text. */
    List<Piece> split(String cell) {
        return split(cell, false);
    }

    private List<Piece> split(String cell, boolean singleUnseen) {
        List<Piece> ends = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        int offset = 0;
        while (true) {
            offset = skipBlanksAndComments(cell, offset);
            if (offset >= cell.length()) {
                break;
            }
            String rest = cell.substring(offset);
            CompletionInfo next = analysis.analyzeCompletion(rest);
            Completeness completeness = next.completeness();
            if (completeness == Completeness.DEFINITELY_INCOMPLETE
                    || completeness == Completeness.CONSIDERED_INCOMPLETE
                    || completeness == Completeness.EMPTY) {
                ends.add(new Piece(Piece.Kind.UNFINISHED, offset, cell.length(), rest));
                break;
            }
            int consumed = Math.max(rest.length() - next.remaining().length(), 1);
            ends.add(new Piece(Piece.Kind.NOTHING, offset, offset + consumed, next.source()));
            sources.add(next.source());
            offset += consumed;
        }
        List<Piece.Kind> kinds = singleUnseen && ends.size() == 1 && sources.size() == 1
                ? List.of(kindOfSingle(cell, sources.get(0)))
                : parser.kinds(sources);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            Piece piece = ends.get(i);
            Piece.Kind kind = piece.kind() == Piece.Kind.UNFINISHED ? piece.kind() : kinds.get(i);
            if (kind != Piece.Kind.NOTHING) {
                int end = endWithoutTrailingComments(cell, piece.start(), piece.end());
                pieces.add(new Piece(kind, piece.start(), end, piece.source()));
            }
        }
        return pieces;
    }

    /** Without javac's parser where that can be, because a task of javac costs as much as the whole of {@code 1 + 1}. */
    private Piece.Kind kindOfSingle(String cell, String source) {
        if (givesNothing(cell)) {
            return Piece.Kind.SINGLE;
        }
        return isPlainValue(source)
                ? Piece.Kind.EXPRESSION
                : parser.kinds(List.of(source)).get(0);
    }

    /** True of an expression that cannot be a statement, as JShell's own parser sees it. */
    private boolean isPlainValue(String source) {
        String code = source.stripTrailing();
        if (code.contains("=") || code.endsWith(")") || code.endsWith("++") || code.endsWith("--")) {
            return false;
        }
        List<Snippet> snippets = analysis.sourceToSnippets("Object value = " + code + "\n;");
        return snippets.size() == 1
                && snippets.get(0).subKind() == Snippet.SubKind.VAR_DECLARATION_WITH_INITIALIZER_SUBKIND;
    }

    /** True of most declarations and statements, without a parser. */
    private static boolean givesNothing(String cell) {
        String code = cell.strip();
        return !code.equals(";") && (code.endsWith(";") || code.endsWith("}"));
    }

    static int skipBlanksAndComments(String text, int from) {
        Matcher blank = BLANK_OR_COMMENT.matcher(text);
        int offset = from;
        while (blank.region(offset, text.length()).lookingAt()) {
            offset = blank.end();
        }
        return offset;
    }

    /** JShell counts a comment behind the semicolon as part of the piece. */
    private static int endWithoutTrailingComments(String cell, int start, int end) {
        String code = JavaText.withoutComments(cell.substring(start, end));
        return start + code.stripTrailing().length();
    }
}
