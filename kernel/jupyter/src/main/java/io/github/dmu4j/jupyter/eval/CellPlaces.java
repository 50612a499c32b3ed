package io.github.dmu4j.jupyter.eval;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.jspecify.annotations.Nullable;

/** Which cell and line a frame of a snippet's class means, for all cells of the session. */
final class CellPlaces {
    private static final Pattern SNIPPET_CLASS = Pattern.compile("(REPL\\.\\$JShell\\$(\\d+)[A-Z]*)(?:\\$.*)?");
    private static final Pattern JAVADOC_BEFORE = Pattern.compile("(?s)/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*$");
    private static final Pattern SNIPPET_PREFIX = Pattern.compile("\\bREPL\\.\\$JShell\\$\\d+[A-Z]*[.$]");

    private final SourceCodeAnalysis analysis;
    private final UserFrames frames;
    private final Map<String, Origin> origins = new HashMap<>();

    CellPlaces(SourceCodeAnalysis analysis, UserFrames frames) {
        this.analysis = analysis;
        this.frames = frames;
    }

    /** Part of a cell that was evaluated as one snippet; position 0 of its source stands at {@code shift} in the cell. */
    private record Origin(Cell cell, int start, int end, int shift, Snippet snippet) {
        int offsetInCell(int position) {
            return Math.min(Math.max(position + shift, start), end);
        }
    }

    /** A line of a cell. */
    record Line(Cell cell, int number) {
        @Override
        public String toString() {
            return cell.label() + ":" + number;
        }

        String source() {
            return cell.text().line(number);
        }
    }

    void add(Snippet snippet, Cell cell, int start, int end, int shift) {
        Origin origin = new Origin(cell, start, end, shift, snippet);
        String className = className(snippet);
        origins.put(className, origin);
        numberOf(className).ifPresent(number -> origins.put(number, origin));
    }

    /** The class that now holds the snippet. */
    String className(Snippet snippet) {
        return analysis.wrapper(snippet).fullClassName();
    }

    /** The Javadoc comment before a declaration, without its stars; empty if there is none. */
    String commentOf(Snippet snippet) {
        Origin origin = originOf(className(snippet));
        if (origin == null) {
            return "";
        }
        Matcher comment = JAVADOC_BEFORE.matcher(origin.cell().code().substring(0, origin.start()));
        return comment.find()
                ? comment.group(1).replaceAll("(?m)^\\s*\\*+ ?", "").strip()
                : "";
    }

    /** The line that a frame means; empty for a frame of other code. */
    Optional<Line> lineOf(StackTraceElement frame) {
        Origin origin = originOf(frame.getClassName());
        if (origin == null) {
            return Optional.empty();
        }
        int position = WrappedLines.positionAt(analysis, origin.snippet(), frame.getLineNumber());
        return Optional.of(new Line(origin.cell(), origin.cell().text().lineAt(origin.offsetInCell(position))));
    }

    /** The frames of an exception that its user wants to see. */
    List<StackTraceElement> shownFrames(Throwable thrown) {
        return frames.of(thrown, frame -> lineOf(frame).isPresent());
    }

    /** A name's redefinition has the same number, and letters behind it; so has a class that JShell had to compile again. */
    private @Nullable Origin originOf(String className) {
        Matcher matcher = SNIPPET_CLASS.matcher(className);
        if (!matcher.matches()) {
            return null;
        }
        Origin exact = origins.get(matcher.group(1));
        return exact != null ? exact : origins.get(matcher.group(2));
    }

    private static Optional<String> numberOf(String className) {
        Matcher matcher = SNIPPET_CLASS.matcher(className);
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    /** A text with the session's classes under the names that the user gave them. */
    static String readable(String text) {
        return text.contains("REPL.") ? SNIPPET_PREFIX.matcher(text).replaceAll("") : text;
    }
}
