package io.github.dmu4j.bridge.launcher;

import static java.util.Objects.requireNonNull;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.bridge.Versions;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. A new command is a class of its own beside this one and its name in {@code subcommands}. */
@Command(
        name = "dmu",
        description = "Upgrade the embedding model of a retrieval system without re-embedding its gallery.",
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickstartCommand.class,
            UpgradeCommand.class,
            RunCommand.class,
            ShellCommand.class,
            NotebookCommand.class,
            NotebooksCommand.class,
            KernelCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            VersionCommand.class
        },
        footer = {
            "  cuda     Get the CUDA build of the native library, for a GPU.",
            "  test     Build everything with all checks and run the tests.",
            "",
            "Each command has --help. Options for the Java virtual machine: DMU_JVM_OPTS, for example -Xmx4g."
        })
public final class Main implements Runnable {
    /** The exit status of a program that Ctrl-C ended: 128 plus the signal's number. */
    static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    /** Made by picocli, which sets the annotated fields. */
    @SuppressWarnings("NullAway.Init")
    Main() {}

    /** Starts a command and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main())
                .setStopAtPositional(true) // what follows a script's name is the script's
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(CommandLineErrors::report)
                .setExecutionExceptionHandler((failure, failed, parsed) -> report(failure, failed.getErr()));
        requireNonNull(commandLine.getSubcommands().get("notebooks")).setStopAtPositional(false);
        requireNonNull(commandLine.getSubcommands().get("bench")).setStopAtPositional(false);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** What the user can mend is said in words; anything else is a bug of ours, and shows where. */
    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof DmuException) {
            err.println("error: " + failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** For {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {VersionCommand.text(Versions.current())};
        }
    }
}
