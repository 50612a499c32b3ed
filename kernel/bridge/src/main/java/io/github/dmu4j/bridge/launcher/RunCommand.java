package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.Upgrades;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.bridge.Progress;
import io.github.dmu4j.bridge.Startup;
import io.github.dmu4j.event.TerminalProgress;
import io.github.dmu4j.jupyter.eval.Script;
import io.github.dmu4j.jupyter.eval.ScriptFailure;
import io.github.dmu4j.jupyter.eval.ScriptRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./dmu run}. */
@Command(
        name = "run",
        description = "Run a JShell script, which sees its arguments as args, or a notebook; the first error stops it.",
        footer = {
            "",
            "A notebook (*.ipynb) is executed without a browser, in a kernel that only this run sees; this needs",
            "Python with nbclient (DMU_PYTHON names one), and HTML also nbconvert. DMU_JVM_OPTS go to the kernel.",
            "The notebook itself is left as it is. If a cell fails, the status is 1, and --out has what there is.",
            "",
            "The DSL is on the class path and imported. The exit status is 0, or what /exit or System.exit",
            "in the script says, 1 after an error, 2 after wrong arguments of a script that reads them with",
            "picocli (as those in bench/ do), 130 after Ctrl-C. The first Ctrl-C lets the script save its work and",
            "stop; the second ends it at once."
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private NotebookRun notebook;

    @Parameters(index = "0", paramLabel = "SCRIPT", description = "The script, usually *.jsh, or a notebook, *.ipynb.")
    private Path script;

    @Parameters(index = "1..*", paramLabel = "ARG", description = "What the script sees as args.")
    private List<String> args = List.of();

    @SuppressWarnings("NullAway.Init")
    RunCommand() {}

    @Override
    public Integer call() {
        if (script.toString().endsWith(".ipynb")) {
            return notebook.with(args, spec.commandLine()).execute(script);
        }
        notebook.requireUnused(spec.commandLine());
        Script text = read();
        PrintWriter err = spec.commandLine().getErr();
        Interrupts interrupts = Interrupts.sentTo(Thread.currentThread(), err);
        try (TerminalProgress progress = Progress.onStandardError()) {
            Upgrades.listenWith(progress);
            return new ScriptRunner(new Script("startup.jsh", Startup.imports()), Startup.EXPLAINING).run(text, args);
        } catch (ScriptFailure failure) {
            return interrupts.happened() ? told(failure, Main.INTERRUPTED) : told(failure, 1);
        }
    }

    private int told(ScriptFailure failure, int status) {
        PrintWriter err = spec.commandLine().getErr();
        if (failure.getCause() instanceof ParameterException wrong) { // the script reads its args with picocli
            err.println(script + ": " + wrong.getMessage());
            wrong.getCommandLine().usage(err);
            return CommandLine.ExitCode.USAGE;
        }
        err.println(
                failure.getCause() instanceof RunCancelled cancelled ? cancelled.getMessage() : failure.getMessage());
        return status;
    }

    private Script read() {
        try {
            return Script.read(script);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read the script " + script + ": " + e, e);
        }
    }
}
