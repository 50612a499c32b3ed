package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.bridge.notebook.NotebookFolder;
import io.github.dmu4j.bridge.notebook.NotebookTool;
import io.github.dmu4j.bridge.notebook.Project;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./dmu notebooks}: the tutorials as they are committed, with their outputs. */
@Command(
        name = "notebooks",
        description = "Execute the tutorials and keep or compare what they show.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {NotebooksCommand.Build.class, NotebooksCommand.Check.class})
final class NotebooksCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    NotebooksCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Which notebooks, and what they may take. */
    static final class Which {
        @Parameters(paramLabel = "NAME", description = "A file's name or its beginning, such as 01; default: all.")
        private List<String> names = List.of();

        @Option(names = "--folder", paramLabel = "FOLDER", description = "Where they are; default: notebooks.")
        private @Nullable Path folder;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "600",
                description = "What a cell may take; default ${DEFAULT-VALUE}.")
        private int timeout;

        @Option(
                names = "--max-cpu-seconds",
                paramLabel = "N",
                defaultValue = "90",
                description = "Processor time that a notebook's kernel may take; default ${DEFAULT-VALUE}; 0: any.")
        private int maxCpuSeconds;

        @Option(
                names = "--max-megabytes",
                paramLabel = "N",
                defaultValue = "900",
                description = "Memory that a notebook's kernel may take; default ${DEFAULT-VALUE}; 0: any.")
        private int maxMegabytes;

        /** Gives each to the tool; the status is 1 if any failed, 130 if interrupted, else 0. */
        int forEach(String command, PrintWriter out) {
            Path root = Project.root();
            List<Path> notebooks = NotebookFolder.notebooks(folder == null ? root.resolve("notebooks") : folder, names);
            int failed = 0;
            try (NotebookTool tool = NotebookTool.withKernel(NotebookTool.binderJvmOptions(root))) {
                for (Path notebook : notebooks) {
                    int status = Foreground.run(tool.start(arguments(command, notebook)));
                    if (status == Main.INTERRUPTED) {
                        return status;
                    }
                    failed += status == 0 ? 0 : 1;
                }
            }
            out.printf(
                    Locale.ROOT, "%d of %d notebooks as they should be%n", notebooks.size() - failed, notebooks.size());
            out.flush();
            return failed == 0 ? 0 : 1;
        }

        private List<String> arguments(String command, Path notebook) {
            return List.of(
                    command,
                    notebook.toString(),
                    "--timeout",
                    Integer.toString(timeout),
                    "--max-cpu-seconds",
                    Integer.toString(maxCpuSeconds),
                    "--max-megabytes",
                    Integer.toString(maxMegabytes));
        }
    }

    /** {@code ./dmu notebooks build}. */
    @Command(
            name = "build",
            description = "Execute notebooks and write what they show into them.",
            footer = {
                "",
                "Each is executed in a temporary copy of the folder, with the kernel's options of Binder",
                "(binder/jvm-options), and replaced whole or not at all: counts 1..n, no metadata but tags and the",
                "kernel's name, ids that stay. One that fails or shows a path of this machine is left as it was."
            })
    static final class Build implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Which which;

        @SuppressWarnings("NullAway.Init")
        Build() {}

        @Override
        public Integer call() {
            return which.forEach("build", spec.commandLine().getOut());
        }
    }

    /** {@code ./dmu notebooks check}. */
    @Command(
            name = "check",
            description = "Execute notebooks elsewhere and compare what they show with what is committed.",
            footer = {
                "",
                "Text must be the same. A number with a decimal point may differ by 0.02, a percentage by 2 points, a",
                "whole number not at all; times, rates, dates, paths and random ids are not compared. A cell's tag",
                "tolerance=0.1 allows more, the tag unchecked excepts it. Status 1: drift, an error, or too much",
                "time or memory of the kernel."
            })
    static final class Check implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Which which;

        @SuppressWarnings("NullAway.Init")
        Check() {}

        @Override
        public Integer call() {
            return which.forEach("check", spec.commandLine().getOut());
        }
    }
}
