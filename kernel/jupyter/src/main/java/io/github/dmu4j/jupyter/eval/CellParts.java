package io.github.dmu4j.jupyter.eval;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cell of which only parts are Java, for the one who knows the other parts: says where a statement could begin, runs parts,
 * and words errors, all with the places of the whole cell. Made by {@link JavaEvaluator#parts}.
 */
public final class CellParts {
    private final JavaEvaluator evaluator;
    private final Cell cell;

    CellParts(JavaEvaluator evaluator, Cell cell) {
        this.evaluator = evaluator;
        this.cell = cell;
    }

    /** The cell's text, line ends normalised; all offsets count in it. */
    public String code() {
        return cell.text().text();
    }

    /** Names the cell in reports. */
    public String label() {
        return cell.label();
    }

    /** The 1-based line of an offset. */
    public int lineAt(int offset) {
        return cell.text().lineAt(offset);
    }

    /** The text with blanks in place of everything outside of {@code [from, to)}; line ends stay. */
    public String only(int from, int to) {
        return cell.only(from, to).code();
    }

    /** True if there is no code in {@code [from, to)}, only blanks and comments. */
    public boolean isEmpty(int from, int to) {
        return JavaText.withoutComments(code().substring(from, to)).isBlank();
    }

    /**
     * True if {@code offset} lies behind a whole statement or declaration, or where none has begun; false inside of a string, a
     * text block or a comment, and where what stands before could go on.
     *
     * @param from where a statement begins
     */
    public boolean isBetweenStatements(int from, int offset) {
        String before = code().substring(from, offset);
        if (JavaText.codeOnly(before + "%").endsWith(" ")) {
            return false; // in a literal or a comment: the parser need not be asked
        }
        return evaluator.aboutCell(cell, (session, run) -> {
            List<Piece> pieces = session.splitter().split(before);
            return pieces.isEmpty() || isWhole(pieces.get(pieces.size() - 1), before);
        });
    }

    private static boolean isWhole(Piece last, String text) {
        return switch (last.kind()) {
            case UNFINISHED -> false;
            case TYPE, METHOD -> true;
            case STATEMENT -> last.endsWithSemicolon(text) || text.charAt(last.end() - 1) == '}';
            default -> last.endsWithSemicolon(text);
        };
    }

    /** The syntax errors of the Java in {@code [from, to)}. */
    public Optional<CellOutcome.Failed> syntaxErrors(int from, int to) {
        return evaluator.aboutCell(cell.only(from, to), (session, run) -> run.syntaxFailure());
    }

    /** Runs the Java in {@code [from, to)}; {@link JavaEvaluator#begin()} has been called for the cell. */
    public CellOutcome run(int from, int to) {
        return evaluator.runPart(cell.only(from, to), null, CellRun::run);
    }

    /** As {@link #run}, timed. */
    public CellOutcome run(int from, int to, Stopwatch stopwatch) {
        return evaluator.runPart(cell.only(from, to), stopwatch, CellRun::run);
    }

    /**
     * Runs {@code [from, to)} between texts of the caller's, as one snippet that leaves nothing behind if it is an expression.
     * Errors have their places in the cell; those in the caller's texts the nearest place.
     */
    public CellOutcome runInside(String before, int from, int to, String after) {
        return evaluator.runPart(cell, null, run -> run.runInside(before, from, to, after));
    }

    /** An error that is not Java's, at an offset. */
    public CellOutcome.Failed failed(String name, String message, int offset) {
        return report().failed(name, message, offset);
    }

    /** An exception that a part at an offset threw. */
    public CellOutcome.Failed threw(Throwable thrown, int offset) {
        return report().threw(thrown, offset);
    }

    /** An interrupt of a part at an offset. */
    public CellOutcome.Interrupted interrupted(int offset) {
        return report().interrupted(new StackTraceElement @Nullable [0], offset);
    }

    private CellReport report() {
        return evaluator.aboutCell(cell, (session, run) -> new CellReport(cell, session.places()));
    }
}
