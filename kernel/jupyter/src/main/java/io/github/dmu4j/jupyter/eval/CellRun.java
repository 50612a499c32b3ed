package io.github.dmu4j.jupyter.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * One cell on its way through a session.
 *
 * <p>JShell's price is per snippet, so statements in a row become one block; declarations, which others must see, stay
 * snippets of their own. A cell with a syntax error runs not at all. One with an error that needs types to be seen runs up to
 * the piece that has it, and its later pieces are only checked.
 */
final class CellRun {
    /** A block must stay below the JVM's limit for a method. */
    private static final int MAX_MERGED = 300;

    private final Session session;
    private final Cell cell;
    private final CellReport report;
    private final CellCheck check;
    private final Consumer<String> notes;
    private final List<DeclarationSnippet> declared = new ArrayList<>();

    private @Nullable Object value;
    private boolean shown;

    /** @param notes hears what the user should know of a cell that did not fail */
    CellRun(Session session, CellCheck check, Cell cell, Consumer<String> notes) {
        this.session = session;
        this.check = check;
        this.cell = cell;
        this.notes = notes;
        this.report = new CellReport(cell, session.places());
    }

    CellOutcome run() {
        List<Piece> pieces = session.splitter().splitToRun(cell.code());
        List<CompileError> syntaxErrors = syntaxErrors(pieces);
        if (!syntaxErrors.isEmpty()) {
            return report.doesNotCompile(syntaxErrors);
        }
        CellOutcome failure = null;
        int next = 0;
        while (failure == null && next < pieces.size()) {
            int end = endOfBlock(pieces, next);
            if (session.execution().isStopped()) {
                failure = report.interrupted(null, pieces.get(next).start());
            } else if (end > next) {
                failure = evaluateBlock(pieces, next, end);
                next = end;
            } else {
                failure = evaluate(pieces, next++);
            }
        }
        noteWhatIsMissing();
        return failure == null ? new CellOutcome.Value(value, shown) : failure;
    }

    /** What keeps the cell from running at all, without running it. */
    Optional<CellOutcome.Failed> syntaxFailure() {
        List<CompileError> errors = syntaxErrors(session.splitter().split(cell.code()));
        return errors.isEmpty() ? Optional.empty() : Optional.of(report.doesNotCompile(errors));
    }

    /** Runs {@code [start, end)} of the cell between texts of ours, all of it as one snippet. */
    CellOutcome runInside(String before, int start, int end, String after) {
        String source = before + cell.code().substring(start, end) + after;
        List<Piece> whole = List.of(new Piece(Piece.Kind.SINGLE, start, end, source));
        CellOutcome failure = evaluate(source, whole, 0, 1, start - before.length());
        return failure == null ? new CellOutcome.Value(value, shown) : failure;
    }

    private List<CompileError> syntaxErrors(List<Piece> pieces) {
        List<CompileError> errors = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.kind() == Piece.Kind.INVALID || piece.kind() == Piece.Kind.UNFINISHED) {
                List<CompileError> found = session.parser().errorsOf(piece.source(), piece.start());
                int end = piece.start() + piece.source().stripTrailing().length();
                found.stream().filter(error -> error.offset() < end).forEach(errors::add);
                if (errors.isEmpty()) {
                    errors.add(new CompileError(
                            piece.start(), "unfinished", "the cell ends before what begins here does"));
                }
            }
        }
        return errors;
    }

    /** Where the statements end that begin at {@code from}; {@code from} itself if there are none to be merged. */
    private int endOfBlock(List<Piece> pieces, int from) {
        int end = from;
        while (end < pieces.size() && end - from < MAX_MERGED && pieces.get(end).isMergeable()) {
            if (end == pieces.size() - 1 && isResult(pieces.get(end))) {
                break;
            }
            end++;
        }
        return end;
    }

    /** The last piece, if it is an expression without a semicolon, gives the cell's value. */
    private boolean isResult(Piece last) {
        return last.isExpression() && !last.endsWithSemicolon(cell.code());
    }

    private @Nullable CellOutcome evaluateBlock(List<Piece> pieces, int from, int to) {
        int start = pieces.get(from).start();
        int end = pieces.get(to - 1).end();
        String statements = cell.code().substring(start, end);
        boolean needsSemicolon = !statements.endsWith(";") && !statements.endsWith("}");
        String opening = "{ ";
        String source = opening + statements + (needsSemicolon ? ";" : "") + "\n}";
        return evaluate(source, pieces, from, to, start - opening.length());
    }

    private @Nullable CellOutcome evaluate(List<Piece> pieces, int index) {
        Piece piece = pieces.get(index);
        boolean gives = index == pieces.size() - 1 && isResult(piece);
        CellOutcome failure =
                gives && hasObviousType(piece) ? evaluateAsObject(pieces, index) : evaluatePiece(pieces, index);
        if (!gives) {
            value = null;
            shown = false;
        }
        return failure;
    }

    private @Nullable CellOutcome evaluatePiece(List<Piece> pieces, int index) {
        Piece piece = pieces.get(index);
        return evaluate(piece.source(), pieces, index, index + 1, piece.start());
    }

    /** Whether its value is the same where an Object is wanted: the type of these two depends on what is wanted. */
    private static boolean hasObviousType(Piece piece) {
        return piece.kind() == Piece.Kind.EXPRESSION
                && piece.source().indexOf('?') < 0
                && !piece.source().contains("switch");
    }

    /**
     * An expression as the value of a variable that has a type. JShell compiles an expression twice to find its type before
     * it compiles it, which is half of what {@code 1 + 1} takes.
     */
    private @Nullable CellOutcome evaluateAsObject(List<Piece> pieces, int index) {
        Piece piece = pieces.get(index);
        String opening =
                "Object value$" + session.nextValue() + " = "; // a name of its own, or JShell replaces the one before
        String source = piece.source().stripTrailing();
        source = source.endsWith(";") ? source.substring(0, source.length() - 1) : source;
        List<SnippetEvent> events = session.shell().eval(opening + source + "\n;");
        Object given = session.execution().takeValue();
        Throwable thrown = session.execution().takeThrown();
        SnippetEvent only = events.size() == 1 ? events.get(0) : null;
        if (only == null || only.status() != Status.VALID || !(only.snippet() instanceof VarSnippet variable)) {
            events.stream()
                    .filter(event -> event.status().isActive())
                    .forEach(event -> session.shell().drop(event.snippet()));
            return evaluatePiece(pieces, index); // it says what is wrong
        }
        session.places().add(variable, cell, piece.start(), piece.end(), piece.start() - opening.length());
        try {
            if (session.execution().lastWasStopped()) {
                return stopped(piece.start());
            }
            CellOutcome failure = failureOf(only, thrown, pieces, index, index + 1, piece.start());
            shown = failure == null;
            value = shown ? given : null;
            return failure;
        } finally {
            session.drop(variable);
        }
    }

    /** Evaluates the pieces {@code [from, to)} as one snippet, position 0 of which stands at {@code shift} in the cell. */
    private @Nullable CellOutcome evaluate(String source, List<Piece> pieces, int from, int to, int shift) {
        int start = pieces.get(from).start();
        int end = pieces.get(to - 1).end();
        CellExecution execution = session.execution();
        List<SnippetEvent> events = session.shell().eval(source);
        Object given = execution.takeValue();
        Throwable thrown = execution.takeThrown();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                session.places().add(event.snippet(), cell, start, end, shift);
            }
        }
        session.afterEvaluation(events);
        try {
            if (execution.lastWasStopped()) {
                return stopped(start);
            }
            for (SnippetEvent event : events) {
                CellOutcome failure = failureOf(event, thrown, pieces, from, to, shift);
                if (failure != null) {
                    return failure;
                }
            }
        } finally {
            dropTemporaries(events);
        }
        Snippet main = events.isEmpty() ? null : events.get(0).snippet();
        shown = main != null && (main.kind() == Kind.EXPRESSION || isTemporary(main));
        value = shown ? given : null;
        return null;
    }

    private CellOutcome stopped(int start) {
        CellExecution execution = session.execution();
        return execution.lastWasLeftBehind()
                ? report.leftBehind(execution.stoppedAt(), start)
                : report.interrupted(execution.stoppedAt(), start);
    }

    private @Nullable CellOutcome failureOf(
            SnippetEvent event, @Nullable Throwable thrown, List<Piece> pieces, int from, int to, int shift) {
        int start = pieces.get(from).start();
        if (event.status() == Status.REJECTED) {
            return report.doesNotCompile(compileErrors(event.snippet(), pieces, from, to, shift));
        }
        if (event.exception() instanceof UnresolvedReferenceException unresolved) {
            DeclarationSnippet needy = unresolved.getSnippet();
            return report.unresolved(described(needy), missingFor(needy), start);
        }
        if (event.exception() != null) {
            return report.threw(thrown == null ? event.exception() : thrown, start);
        }
        if (event.causeSnippet() == null && event.snippet() instanceof DeclarationSnippet declaration) {
            boolean missing = isMissingSomething(event.status());
            if (missing && declaration instanceof VarSnippet) {
                List<Piece> known = session.splitter().split(cell.code());
                List<CompileError> errors = check.errorsOf(cell, known, from, known.size());
                List<String> names = missingFor(declaration);
                session.shell().drop(declaration);
                return errors.isEmpty()
                        ? report.unresolved(described(declaration), names, start)
                        : report.doesNotCompile(errors);
            }
            if (missing) {
                declared.add(declaration);
            }
        }
        return null;
    }

    private static boolean isMissingSomething(Status status) {
        return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
    }

    private List<CompileError> compileErrors(Snippet rejected, List<Piece> pieces, int from, int to, int shift) {
        int start = pieces.get(from).start();
        int end = pieces.get(to - 1).end();
        List<CompileError> errors = new ArrayList<>();
        session.shell().diagnostics(rejected).filter(Diag::isError).forEach(diagnostic -> {
            int offset = Math.min(Math.max((int) diagnostic.getPosition() + shift, start), end);
            errors.add(new CompileError(offset, diagnostic.getCode(), diagnostic.getMessage(Locale.ROOT)));
        });
        if (errors.isEmpty()) {
            errors.add(new CompileError(start, "unknown", "does not compile"));
        }
        if (to < pieces.size()) {
            check.errorsOf(cell, pieces, from, pieces.size()).stream()
                    .filter(error -> error.offset() >= pieces.get(to).start())
                    .forEach(errors::add);
        }
        Set<CompileError> worded = new LinkedHashSet<>();
        errors.sort(Comparator.comparingInt(CompileError::offset));
        errors.forEach(error -> worded.add(check.withAdvice(cell, error)));
        return List.copyOf(worded);
    }

    private void dropTemporaries(List<SnippetEvent> events) {
        for (SnippetEvent event : events) {
            if (isTemporary(event.snippet()) && event.status().isActive()) {
                session.drop((VarSnippet) event.snippet());
            }
        }
    }

    private static boolean isTemporary(Snippet snippet) {
        return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    /** A method or class may come before what it needs; the user hears of it, in case that it is a slip. */
    private void noteWhatIsMissing() {
        for (DeclarationSnippet declaration : declared) {
            if (isMissingSomething(session.shell().status(declaration))) {
                notes.accept("note: " + described(declaration) + " cannot be used before a cell defines "
                        + String.join(", ", missingFor(declaration)));
            }
        }
    }

    private List<String> missingFor(DeclarationSnippet snippet) {
        return session.shell().unresolvedDependencies(snippet).sorted().toList();
    }

    private static String described(DeclarationSnippet snippet) {
        if (snippet instanceof MethodSnippet) {
            return snippet.name() + "()";
        }
        return (snippet instanceof TypeDeclSnippet ? "type " : "variable ") + snippet.name();
    }
}
