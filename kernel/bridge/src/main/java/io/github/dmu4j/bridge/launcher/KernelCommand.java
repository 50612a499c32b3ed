package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.bridge.notebook.ClassArchive;
import io.github.dmu4j.bridge.notebook.KernelFolders;
import io.github.dmu4j.bridge.notebook.KernelInstallation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./dmu kernel}: the Jupyter kernel. */
@Command(
        name = "kernel",
        description = "Install, list or remove the Jupyter kernel.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KernelCommand.Install.class, KernelCommand.Uninstall.class, KernelCommand.ListKernels.class})
final class KernelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    KernelCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Whose kernels. */
    static final class Where {
        /** At most one of the three. */
        static final class Choice {
            @Option(names = "--user", description = "Where Jupyter looks for kernels of this user (the default).")
            @SuppressWarnings("unused") // says what is so without it
            private boolean user;

            @Option(names = "--sys-prefix", description = "In the active Python environment.")
            private boolean sysPrefix;

            @Option(names = "--prefix", paramLabel = "FOLDER", description = "Below FOLDER/share/jupyter.")
            private @Nullable Path prefix;
        }

        @ArgGroup
        private @Nullable Choice choice;

        Path folder() {
            if (choice != null && choice.prefix != null) {
                return KernelFolders.ofPrefix(choice.prefix);
            }
            if (choice != null && choice.sysPrefix) {
                return KernelFolders.ofPrefix(KernelFolders.pythonPrefix());
            }
            return KernelFolders.ofUser(
                    System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
        }
    }

    /** {@code ./dmu kernel install}. */
    @Command(
            name = "install",
            description = "Put the kernel where Jupyter finds it; again after an update of the sources or of the JDK.")
    static final class Install implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Where where;

        @Option(names = "--name", defaultValue = "dmu4j", description = "What clients ask for (default: dmu4j).")
        private String name;

        @Option(
                names = "--jvm-arg",
                paramLabel = "OPTION",
                description = "An option of the Java virtual machine, for example --jvm-arg=-Xmx4g; may be repeated.")
        private List<String> jvmOptions = List.of();

        @SuppressWarnings("NullAway.Init")
        Install() {}

        @Override
        public Integer call() {
            Path folder = KernelInstallation.install(
                    where.folder(),
                    new KernelInstallation.Choices(
                            name,
                            Path.of(System.getProperty("java.home")),
                            KernelInstallation.runningClassPath(),
                            jvmOptions));
            PrintWriter out = spec.commandLine().getOut();
            out.println("installed the kernel " + name + " in " + folder);
            out.flush();
            ClassArchive.make(folder, Path.of(System.getProperty("java.home")))
                    .ifPresent(
                            why -> out.println("it starts more slowly than it could, without a class archive: " + why));
            out.println("next: jupyter notebook, or jupyter console --kernel " + name);
            out.flush();
            return 0;
        }
    }

    /** {@code ./dmu kernel uninstall}. */
    @Command(name = "uninstall", description = "Remove the kernel.")
    static final class Uninstall implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Where where;

        @Option(names = "--name", defaultValue = "dmu4j", description = "Which one (default: dmu4j).")
        private String name;

        @SuppressWarnings("NullAway.Init")
        Uninstall() {}

        @Override
        public Integer call() {
            Path folder = where.folder();
            KernelInstallation.uninstall(folder, name);
            PrintWriter out = spec.commandLine().getOut();
            out.println("removed the kernel " + name + " from " + folder);
            out.flush();
            return 0;
        }
    }

    /** {@code ./dmu kernel list}. */
    @Command(name = "list", description = "List the kernels of dmu4j, and what is wrong with them.")
    static final class ListKernels implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Where where;

        @SuppressWarnings("NullAway.Init")
        ListKernels() {}

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Path folder = where.folder();
            Map<String, Optional<String>> kernels = KernelInstallation.list(folder);
            if (kernels.isEmpty()) {
                out.println("no kernel of dmu4j in " + folder + "; ./dmu kernel install puts one there");
            }
            kernels.forEach((name, fault) -> out.println(name + "  " + folder.resolve(name)
                    + fault.map(f -> "\n  does not start: " + f + "; ./dmu kernel install --name " + name
                                    + " repairs it")
                            .orElse("")));
            out.flush();
            return kernels.values().stream().anyMatch(Optional::isPresent) ? 1 : 0;
        }
    }
}
