package io.github.dmu4j.jupyter.eval;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;

/**
 * Runs JShell scripts as programs: in this JVM, with the application's class path, on the calling thread, and stopping
 * at the first error. The {@code jshell} tool goes on after an error and exits with 0; it also reads line by line, so a
 * call chain that goes on with a leading dot breaks there and works here.
 *
 * <p>A script sees {@code String[] args}. {@code /exit} and {@code /exit <expression>} on a line of their own end it;
 * no other slash command is known. Interrupting the thread stops the script between two snippets, and wakes whatever
 * code in it heeds interrupts. {@code System.exit} ends the JVM, as in any program.
 *
 * <p>Not for untrusted scripts: they can do what this JVM can.
 */
public final class ScriptRunner {
    private static final Pattern BLANK_OR_COMMENT = Pattern.compile("(?s)\\A(?:\\s+|//[^\\n]*+|/\\*.*?\\*/)");
    private static final Pattern COMMAND = Pattern.compile("\\A/([a-zA-Z!?-]\\S*)[ \\t]*([^\\n]*)");

    private final Script startup;
    private final UserFrames frames;

    /** @param startup snippets, usually imports, that run before every script; an error in them is a bug of the caller's */
    public ScriptRunner(Script startup) {
        this(startup, Set.of());
    }

    /** @param explaining the classes of exceptions that explain themselves: of their frames the script's own alone are shown */
    public ScriptRunner(Script startup, Set<Class<? extends Throwable>> explaining) {
        this.startup = startup;
        this.frames = new UserFrames(explaining);
    }

    /**
     * Runs a script to its end.
     *
     * @param args what the script sees as {@code args}
     * @return the value of {@code /exit}, or 0 at the end of the script
     * @throws ScriptFailure at the first error; its message is ready to print
     */
    public int run(Script script, List<String> args) throws ScriptFailure {
        InProcessExecution execution = new InProcessExecution();
        try (JShell shell =
                JShell.builder().executionEngine(execution, Map.of()).build()) {
            session(shell, execution, startup).run();
            session(shell, execution, new Script("args", ShellScript.argumentsDeclaration(args)))
                    .run();
            return session(shell, execution, script).run();
        }
    }

    private Session session(JShell shell, InProcessExecution execution, Script script) {
        return new Session(shell, execution, script, frames);
    }

    /** One text on its way through a shell. */
    private static final class Session {
        private final JShell shell;
        private final InProcessExecution execution;
        private final Script script;
        private final SnippetPlaces places;
        private final FailureReport report;

        Session(JShell shell, InProcessExecution execution, Script script, UserFrames frames) {
            this.shell = shell;
            this.execution = execution;
            this.script = script;
            this.places = new SnippetPlaces(shell.sourceCodeAnalysis(), script);
            this.report = new FailureReport(script, places, frames);
        }

        int run() throws ScriptFailure {
            int offset = 0;
            while (true) {
                offset = skipBlanksAndComments(offset);
                String rest = script.text().substring(offset);
                if (rest.isEmpty()) {
                    refuseUnresolved();
                    return 0;
                }
                stopIfInterrupted(offset);
                Matcher command = COMMAND.matcher(rest);
                if (command.find()) {
                    return exitStatus(command, offset);
                }
                CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
                if (!next.completeness().isComplete() && next.completeness() != Completeness.UNKNOWN) {
                    throw report.endsTooEarly(offset);
                }
                evaluate(next.source(), offset);
                int consumed = rest.length() - next.remaining().length();
                offset += Math.max(consumed, 1);
            }
        }

        private int skipBlanksAndComments(int from) {
            Matcher blank = BLANK_OR_COMMENT.matcher(script.text()).useAnchoringBounds(true);
            int offset = from;
            while (blank.region(offset, script.text().length()).find()) {
                offset = blank.end();
            }
            return offset;
        }

        private void evaluate(String source, int offset) throws ScriptFailure {
            List<SnippetEvent> events = shell.eval(source);
            for (SnippetEvent event : events) {
                if (event.causeSnippet() == null) {
                    places.add(event.snippet(), offset);
                }
            }
            Throwable thrown = execution.takeThrown();
            for (SnippetEvent event : events) {
                if (event.status() == Status.REJECTED) {
                    stopIfInterrupted(offset);
                    throw report.doesNotCompile(
                            shell.diagnostics(event.snippet()).toList(), offset);
                }
                if (event.exception() instanceof UnresolvedReferenceException unresolved) {
                    throw report.unresolved(unresolved.getSnippet(), missingFor(unresolved.getSnippet()), offset);
                }
                if (event.exception() != null) {
                    throw report.threw(thrown == null ? event.exception() : thrown, offset);
                }
            }
        }

        private int exitStatus(Matcher command, int offset) throws ScriptFailure {
            if (!command.group(1).equals("exit")) {
                throw report.at(
                        ScriptFailure.Reason.DOES_NOT_COMPILE,
                        offset,
                        "/" + command.group(1) + " is a command of the interactive shell; a script knows only /exit");
            }
            String expression = command.group(2).strip();
            if (expression.isEmpty()) {
                return 0;
            }
            int where = offset + command.start(2);
            String variable = "exitStatus$";
            evaluate("int " + variable + " = " + expression + ";", where);
            return shell.variables()
                    .filter(declared -> declared.name().equals(variable))
                    .mapToInt(declared -> Integer.parseInt(shell.varValue(declared)))
                    .findFirst()
                    .orElseThrow();
        }

        /** JShell accepts forward references; what never came is an error at the end. */
        private void refuseUnresolved() throws ScriptFailure {
            for (Snippet snippet : shell.snippets().toList()) {
                Status status = shell.status(snippet);
                if (snippet instanceof DeclarationSnippet declaration
                        && (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED)) {
                    throw report.unresolved(declaration, missingFor(declaration), places.offsetOf(declaration));
                }
            }
        }

        private List<String> missingFor(DeclarationSnippet snippet) {
            return shell.unresolvedDependencies(snippet).sorted().toList();
        }

        private void stopIfInterrupted(int offset) throws ScriptFailure {
            if (Thread.currentThread().isInterrupted()) {
                throw report.at(ScriptFailure.Reason.INTERRUPTED, offset, "interrupted before this line");
            }
        }
    }
}
