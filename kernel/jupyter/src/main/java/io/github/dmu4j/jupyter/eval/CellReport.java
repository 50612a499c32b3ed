package io.github.dmu4j.jupyter.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Words what went wrong in a cell: the place, what is wrong, the source line, a caret; of an exception also its causes and
 * the frames that are the user's. Only red and bold, which are readable on light and on dark ground.
 */
final class CellReport {
    private static final int MAX_FRAMES = 12;
    private static final int MAX_FRAMES_OF_CAUSE = 3;
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String BOLD_RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    private final Cell cell;
    private final CellPlaces places;

    CellReport(Cell cell, CellPlaces places) {
        this.cell = cell;
        this.places = places;
    }

    CellOutcome.Failed doesNotCompile(List<CompileError> errors) {
        List<String> lines = new ArrayList<>();
        for (CompileError error : errors) {
            List<String> message = error.message().lines().toList();
            int line = cell.text().lineAt(error.offset());
            lines.add(place(cell.label() + ":" + line) + ": " + BOLD_RED + "error: " + PLAIN + first(message));
            int source = lines.size();
            lines.addAll(pointed(cell.text().line(line), cell.text().columnAt(error.offset())));
            lines.addAll(source, message.subList(Math.min(1, message.size()), message.size()));
        }
        CompileError first = errors.get(0);
        String summary = cell.label() + ":" + cell.text().lineAt(first.offset()) + ": "
                + first.message()
                        .lines()
                        .map(String::strip)
                        .reduce((a, b) -> a + "; " + b)
                        .orElse("");
        return new CellOutcome.Failed("CompileError", summary, lines, Optional.empty());
    }

    private static String first(List<String> lines) {
        return lines.isEmpty() ? "" : lines.get(0);
    }

    /** A call of something that needs what does not exist. */
    CellOutcome.Failed unresolved(String what, List<String> missing, int offset) {
        String message = what + " needs " + String.join(", ", missing) + ", which no cell has defined";
        int line = cell.text().lineAt(offset);
        List<String> lines = new ArrayList<>();
        lines.add(place(cell.label() + ":" + line) + ": " + BOLD_RED + "error: " + PLAIN + message);
        lines.addAll(pointed(cell.text().line(line), indentOf(cell.text().line(line))));
        return new CellOutcome.Failed("UnresolvedReference", message, lines, Optional.empty());
    }

    /** Something else than Java that could not be done. */
    CellOutcome.Failed failed(String name, String message, int offset) {
        List<String> all = message.lines().toList();
        int line = cell.text().lineAt(offset);
        List<String> lines = new ArrayList<>();
        lines.add(place(cell.label() + ":" + line) + ": " + BOLD_RED + "error: " + PLAIN + first(all));
        lines.addAll(all.subList(Math.min(1, all.size()), all.size()));
        lines.addAll(pointed(cell.text().line(line), cell.text().columnAt(offset)));
        return new CellOutcome.Failed(name, message, lines, Optional.empty());
    }

    /** @param offset of the piece that threw, for an exception without a frame of the user's */
    CellOutcome.Failed threw(Throwable thrown, int offset) {
        String name = nameOf(thrown);
        List<String> lines = new ArrayList<>();
        lines.add(headline("", thrown));
        lines.addAll(where(List.of(thrown.getStackTrace()), offset));
        lines.addAll(frames(thrown, MAX_FRAMES));
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(thrown);
        for (Throwable suppressed : thrown.getSuppressed()) {
            lines.add(headline("  suppressed ", suppressed));
        }
        for (Throwable cause = thrown.getCause(); cause != null && seen.add(cause); cause = cause.getCause()) {
            lines.add(headline("caused by ", cause));
            List<StackTraceElement> causeFrames = List.of(cause.getStackTrace());
            if (causeFrames.stream().anyMatch(frame -> places.lineOf(frame).isPresent())) {
                lines.addAll(where(causeFrames, offset));
            }
            lines.addAll(frames(cause, MAX_FRAMES_OF_CAUSE));
        }
        return new CellOutcome.Failed(name, messageOf(thrown), lines, Optional.of(thrown));
    }

    /** @param stack of the thread that was stopped; null if nothing ran yet */
    CellOutcome.Interrupted interrupted(StackTraceElement @Nullable [] stack, int offset) {
        List<String> lines = new ArrayList<>();
        lines.add(BOLD_RED + "Interrupted" + PLAIN + (stack == null ? " before this line" : ""));
        lines.addAll(where(stack == null ? List.of() : List.of(stack), offset));
        return new CellOutcome.Interrupted(lines);
    }

    /** A stop that did not end what runs. */
    CellOutcome.Interrupted leftBehind(StackTraceElement @Nullable [] stack, int offset) {
        List<String> lines = new ArrayList<>(interrupted(stack, offset).traceback());
        lines.add("What runs here heeds no interrupt and goes on in the background, beside the cells that you run next."
                + " To end it, restart the kernel.");
        return new CellOutcome.Interrupted(lines);
    }

    private static String headline(String prefix, Throwable thrown) {
        String message = messageOf(thrown);
        return prefix + BOLD_RED + nameOf(thrown) + PLAIN + (message.isEmpty() ? "" : ": " + message);
    }

    private static String nameOf(Throwable thrown) {
        return CellPlaces.readable(thrown.getClass().getName());
    }

    /** The message; an exception may fail to tell it. */
    private static String messageOf(Throwable thrown) {
        try {
            String message = thrown.getLocalizedMessage();
            return message == null ? "" : CellPlaces.readable(message);
        } catch (Throwable e) { // user code, and whatever it throws must not hide that the cell failed
            return "(its message cannot be told: getMessage() threw "
                    + e.getClass().getName() + ")";
        }
    }

    /** The source line of the innermost frame that is a cell's. */
    private List<String> where(List<StackTraceElement> frames, int offset) {
        CellPlaces.Line line = frames.stream()
                .map(places::lineOf)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new CellPlaces.Line(cell, cell.text().lineAt(offset)));
        List<String> lines = new ArrayList<>();
        lines.add(place(line.toString()));
        lines.addAll(pointed(line.source(), indentOf(line.source())));
        return lines;
    }

    private List<String> frames(Throwable thrown, int limit) {
        List<StackTraceElement> shown = places.shownFrames(thrown);
        List<String> lines = new ArrayList<>();
        shown.stream().limit(limit).forEach(frame -> lines.add("    at " + frameText(frame)));
        if (shown.size() > limit && limit == MAX_FRAMES) {
            lines.add("    ... " + (shown.size() - limit) + " more");
        }
        return lines;
    }

    /** A frame as the user sees it. */
    private String frameText(StackTraceElement frame) {
        Optional<CellPlaces.Line> own = places.lineOf(frame);
        if (own.isPresent()) {
            String method = frame.getMethodName();
            boolean topLevel = method.startsWith("do_it$") || method.startsWith("lambda$");
            String owner = CellPlaces.readable(frame.getClassName());
            String name = owner.startsWith("REPL.") ? method : owner.replace('$', '.') + "." + method;
            return (topLevel ? "" : name + " ") + "(" + own.get() + ")";
        }
        return CellPlaces.readable(frame.toString());
    }

    private static String place(String text) {
        return BOLD + text + PLAIN;
    }

    private static int indentOf(String source) {
        return source.length() - source.stripLeading().length();
    }

    /** The source line with a caret below it; tabs are kept so that the caret stands right. */
    private static List<String> pointed(String source, int column) {
        StringBuilder caret = new StringBuilder("    ");
        for (int i = 0; i < column; i++) {
            caret.append(i < source.length() && source.charAt(i) == '\t' ? '\t' : ' ');
        }
        return List.of("    " + source, caret + RED + "^" + PLAIN);
    }
}
