package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.bridge.notebook.Jupyter;
import io.github.dmu4j.bridge.notebook.JupyterSearch;
import io.github.dmu4j.bridge.notebook.KernelInstallation;
import io.github.dmu4j.bridge.notebook.NotebookTool;
import io.github.dmu4j.bridge.notebook.PrivateJupyter;
import io.github.dmu4j.bridge.notebook.Project;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./dmu notebook}. */
@Command(
        name = "notebook",
        description = "Start Jupyter with the kernel, and open a folder or a notebook.",
        customSynopsis = "dmu notebook [-h] [--setup] [FOLDER|FILE] [-- JUPYTER ARGUMENT...]",
        footer = {
            "",
            "Jupyter is looked for in .dmu/jupyter, in the active virtual or conda environment and on the PATH:",
            "JupyterLab, else the classic Notebook. Its kernel \"Java (dmu4j)\" is written anew to .dmu/jupyter-path at",
            "each start; kernels of yours are left alone. DMU_JVM_OPTS go to the kernel. Ctrl-C stops Jupyter and",
            "its kernels. For example, on a server: ./dmu notebook -- --no-browser --port 8890"
        })
final class NotebookCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--setup",
            description = "First make a private Python environment in .dmu/jupyter and install JupyterLab into it.")
    private boolean setup;

    @Parameters(
            arity = "0..*",
            paramLabel = "FOLDER|FILE",
            description = "What to open; default: the tutorials, or the current folder. What follows -- is Jupyter's.")
    private List<String> arguments = List.of();

    @SuppressWarnings("NullAway.Init")
    NotebookCommand() {}

    @Override
    public Integer call() {
        Path root = Project.root();
        List<String> forJupyter = new ArrayList<>(arguments);
        Path opened = takeOpened(forJupyter, root);
        PrintWriter err = spec.commandLine().getErr();
        JupyterSearch search = JupyterSearch.of(System.getenv(), root);
        if (setup) {
            PrivateJupyter.make(PrivateJupyter.folder(root), search.python());
        }
        Jupyter jupyter = search.jupyter();
        Path data = root.resolve(".dmu").resolve("jupyter-path");
        KernelInstallation.install(
                data.resolve("kernels"),
                new KernelInstallation.Choices(
                        NotebookTool.KERNEL,
                        Path.of(System.getProperty("java.home")),
                        KernelInstallation.runningClassPath(),
                        NotebookTool.userJvmOptions(System.getenv())));
        err.println(jupyter + " with the kernel Java (dmu4j); Ctrl-C stops it");
        err.flush();
        return Foreground.run(jupyter.open(opened, forJupyter, data, Map.copyOf(System.getenv())));
    }

    /** Removes what is to be opened, and the {@code --} after it, from the arguments: the rest is Jupyter's. */
    private Path takeOpened(List<String> all, Path root) {
        boolean given = !all.isEmpty() && !all.get(0).startsWith("-");
        Path tutorials = root.resolve("notebooks");
        Path opened = given
                ? Path.of(all.remove(0)).toAbsolutePath().normalize()
                : Files.isDirectory(tutorials) ? tutorials : Path.of("").toAbsolutePath();
        if (!all.isEmpty() && all.get(0).equals("--")) {
            all.remove(0);
        } else if (given && !all.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "what is " + all.get(0) + "? Arguments of Jupyter come after --");
        }
        if (!Files.exists(opened)) {
            throw new ParameterException(spec.commandLine(), "there is no " + opened);
        }
        return opened;
    }
}
