package io.github.dmu4j.jupyter.eval;

import io.github.dmu4j.jupyter.eval.ScriptFailure.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.MethodSnippet;

/** Words an error for the one who wrote the script: script:line, what is wrong, the source line, a caret. */
final class FailureReport {
    private static final int MAX_FRAMES = 12;

    private final Script script;
    private final SnippetPlaces places;
    private final UserFrames frames;

    FailureReport(Script script, SnippetPlaces places, UserFrames frames) {
        this.script = script;
        this.places = places;
        this.frames = frames;
    }

    ScriptFailure doesNotCompile(List<Diag> diagnostics, int offset) {
        List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
        if (errors.isEmpty()) {
            return at(Reason.DOES_NOT_COMPILE, offset, "does not compile");
        }
        StringBuilder text = new StringBuilder();
        for (Diag error : errors) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(located(offset + (int) error.getPosition(), "error: " + messageOf(error)));
        }
        int first = offset + (int) errors.get(0).getPosition();
        return new ScriptFailure(Reason.DOES_NOT_COMPILE, script.lineAt(first), text.toString());
    }

    /** javac's words, less the line that would name JShell's wrapper class, which has no name to show. */
    private static String messageOf(Diag error) {
        return error.getMessage(Locale.ROOT)
                .lines()
                .filter(line -> !line.strip().equals("location: class"))
                .collect(Collectors.joining("\n"));
    }

    ScriptFailure endsTooEarly(int offset) {
        return at(Reason.DOES_NOT_COMPILE, offset, "error: the script ends before what begins here does");
    }

    ScriptFailure unresolved(DeclarationSnippet snippet, List<String> missing, int offset) {
        String what = snippet instanceof MethodSnippet ? snippet.name() + "()" : snippet.name();
        return at(
                Reason.UNRESOLVED,
                offset,
                "error: " + what + " needs " + String.join(", ", missing) + ", which the script has not defined");
    }

    ScriptFailure at(Reason reason, int offset, String message) {
        return new ScriptFailure(reason, script.lineAt(offset), located(offset, message));
    }

    ScriptFailure threw(Throwable thrown, int offset) {
        int line = script.lineAt(offset);
        for (StackTraceElement frame : thrown.getStackTrace()) {
            OptionalInt own = places.lineOf(frame);
            if (own.isPresent()) {
                line = own.getAsInt();
                break;
            }
        }
        String source = script.line(line);
        int indent = source.length() - source.stripLeading().length();
        StringBuilder text =
                new StringBuilder(script.name() + ":" + line + ": " + thrown + "\n" + pointed(source, indent));
        appendFrames(text, thrown);
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(thrown);
        for (Throwable cause = thrown.getCause(); cause != null && seen.add(cause); cause = cause.getCause()) {
            text.append("\n  caused by ").append(cause);
            appendOrigin(text, cause);
        }
        return new ScriptFailure(Reason.THREW, line, text.toString(), thrown);
    }

    private void appendFrames(StringBuilder text, Throwable thrown) {
        List<String> shown = new ArrayList<>();
        for (StackTraceElement frame : shownFrames(thrown)) {
            String place = placeOf(frame);
            boolean sameStatement = place.startsWith("(")
                    && !shown.isEmpty()
                    && shown.get(shown.size() - 1).equals(place);
            if (!sameStatement) { // JShell gives the value of a variable a method of its own
                shown.add(place);
            }
        }
        shown.stream()
                .limit(MAX_FRAMES)
                .forEach(place -> text.append("\n    at ").append(place));
        if (shown.size() > MAX_FRAMES) {
            text.append("\n    ... ").append(shown.size() - MAX_FRAMES).append(" more");
        }
    }

    private void appendOrigin(StringBuilder text, Throwable cause) {
        shownFrames(cause).stream()
                .findFirst()
                .ifPresent(frame -> text.append("\n    at ").append(placeOf(frame)));
    }

    private List<StackTraceElement> shownFrames(Throwable thrown) {
        return frames.of(thrown, frame -> places.lineOf(frame).isPresent());
    }

    /** A frame as the user sees it. */
    private String placeOf(StackTraceElement frame) {
        OptionalInt own = places.lineOf(frame);
        if (own.isPresent()) {
            String method = frame.getMethodName();
            boolean topLevel = method.startsWith("do_it$") || method.startsWith("lambda$");
            return (topLevel ? "" : method + " ") + "(" + script.name() + ":" + own.getAsInt() + ")";
        }
        return frame.toString();
    }

    private String located(int offset, String message) {
        int line = script.lineAt(offset);
        return script.name() + ":" + line + ": " + message + "\n" + pointed(script.line(line), script.columnAt(offset));
    }

    /** The source line with a caret below it; tabs are kept so that the caret stands right. */
    private static String pointed(String source, int column) {
        StringBuilder caret = new StringBuilder("    ");
        for (int i = 0; i < column; i++) {
            caret.append(i < source.length() && source.charAt(i) == '\t' ? '\t' : ' ');
        }
        return "    " + source + "\n" + caret + "^";
    }
}
