package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.bridge.notebook.NotebookTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code ./dmu run} for a notebook: its options, which may come before or after the file, and how it is executed. */
@Command
final class NotebookRun {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Of a notebook: write it as executed to FILE, *.ipynb or *.html.")
    private @Nullable Path out;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Of a notebook: what a cell may take; default: any time.")
    private @Nullable Integer timeout;

    @SuppressWarnings("NullAway.Init")
    NotebookRun() {}

    /** Also takes the options that come after the file. */
    NotebookRun with(List<String> args, CommandLine run) {
        try {
            new CommandLine(this).parseArgs(args.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new ParameterException(run, e.getMessage(), e);
        }
        if (timeout != null && timeout <= 0) {
            throw new ParameterException(run, "--timeout " + timeout + ": at least one second is needed");
        }
        return this;
    }

    /** A script gets its own arguments after its name, and has no options of ours. */
    void requireUnused(CommandLine run) {
        if (out != null || timeout != null) {
            throw new ParameterException(run, "--out and --timeout before the name are for notebooks (*.ipynb)");
        }
    }

    int execute(Path notebook) {
        if (!Files.isRegularFile(notebook)) {
            throw new DmuException("there is no notebook " + notebook);
        }
        List<String> arguments = new ArrayList<>(List.of("run", notebook.toString()));
        if (out != null) {
            arguments.addAll(List.of("--out", out.toString()));
        }
        if (timeout != null) {
            arguments.addAll(List.of("--timeout", timeout.toString()));
        }
        try (NotebookTool tool = NotebookTool.withKernel(NotebookTool.userJvmOptions(System.getenv()))) {
            return Foreground.run(tool.start(arguments));
        }
    }
}
