package io.github.dmu4j.jupyter.eval;

/**
 * The text of a cell.
 *
 * @param label names it in reports, for example {@code cell 3}
 * @param text as the user wrote it, line ends normalised: what reports quote
 * @param code what is to run: the text, or the text with blanks in place of what is not Java; of the same length
 */
record Cell(String label, Script text, String code) {
    /** A cell of nothing but Java. */
    Cell(String label, Script text) {
        this(label, text, text.text());
    }

    static Cell of(String code, int number) {
        String label = "cell " + number;
        return new Cell(label, new Script(label, code));
    }

    /** The same cell with blanks around {@code [from, to)}; line ends stay, so that places do. */
    Cell only(int from, int to) {
        String all = text.text();
        return new Cell(
                label, text, blank(all.substring(0, from)) + all.substring(from, to) + blank(all.substring(to)));
    }

    private static String blank(String part) {
        return part.replaceAll("[^\n]", " ");
    }
}
