package io.github.dmu4j.jupyter.eval;

/**
 * One declaration, statement or expression of a cell.
 *
 * @param start offset of its first character in the cell, comments before it left out
 * @param end offset behind its last character, its semicolon included
 * @param source its text as JShell takes it: a missing semicolon is added
 */
record Piece(Kind kind, int start, int end, String source) {
    /** What a piece is, as far as the parser can tell. */
    enum Kind {
        IMPORT,
        TYPE,
        METHOD,
        VARIABLE,
        /** An expression that may stand alone as a statement: a call, an assignment, {@code i++}, {@code new}. */
        EXPRESSION_STATEMENT,
        /** Any other expression. */
        EXPRESSION,
        STATEMENT,
        /** The only piece of its cell, of a kind that nobody asked for. */
        SINGLE,
        /** A lone semicolon. */
        NOTHING,
        /** Does not parse. */
        INVALID,
        /** Goes on after the end of the text. */
        UNFINISHED
    }

    /** May stand in a block with its neighbours: declares nothing that others could want. */
    boolean isMergeable() {
        return kind == Kind.STATEMENT || kind == Kind.EXPRESSION_STATEMENT;
    }

    boolean isExpression() {
        return kind == Kind.EXPRESSION || kind == Kind.SINGLE || kind == Kind.EXPRESSION_STATEMENT;
    }

    boolean endsWithSemicolon(String cell) {
        return end > start && cell.charAt(end - 1) == ';';
    }
}
