package io.github.dmu4j.jupyter.eval;

/**
 * The text of a cell.
 *
 * @param label names it in reports, for example {@code cell 3}
 */
record Cell(String label, Script text) {
    static Cell of(String code, int number) {
        String label = "cell " + number;
        return new Cell(label, new Script(label, code));
    }

    /** The code, line ends normalised. */
    String code() {
        return text.text();
    }
}
