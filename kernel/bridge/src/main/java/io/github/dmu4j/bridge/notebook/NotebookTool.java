package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Python program {@code notebooks/tools}, which executes notebooks, with a kernel that only it sees: in a temporary folder,
 * whatever kernels the user has installed. Closing it removes the folder.
 */
public final class NotebookTool implements AutoCloseable {
    /** The kernel's name, in the tutorials too. */
    public static final String KERNEL = "dmu4j";

    private static final String JVM_OPTIONS = "DMU_JVM_OPTS";

    private final Path root;
    private final String python;
    private final Path data;

    private NotebookTool(Path root, String python, Path data) {
        this.root = root;
        this.python = python;
        this.data = data;
    }

    /**
     * Finds Python and installs the kernel.
     *
     * @param jvmOptions of the kernel
     * @throws DmuException if no Python has nbclient
     */
    public static NotebookTool withKernel(List<String> jvmOptions) {
        Path root = Project.root();
        String python = JupyterSearch.of(System.getenv(), root).python("nbclient", "nbformat");
        try {
            Path data = Files.createTempDirectory("dmu-kernel-");
            KernelInstallation.install(
                    data.resolve("kernels"),
                    new KernelInstallation.Choices(
                            KERNEL,
                            Path.of(System.getProperty("java.home")),
                            KernelInstallation.runningClassPath(),
                            jvmOptions));
            return new NotebookTool(root, python, data);
        } catch (IOException e) {
            throw new DmuException("cannot make a temporary folder: " + e, e);
        }
    }

    /** Options for the kernel's JVM that the user gives in the environment, cut at blanks. */
    public static List<String> userJvmOptions(Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault(JVM_OPTIONS, "").split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    /**
     * Options of the kernel on Binder, from {@code binder/jvm-options}: one a line, {@code #} begins a comment.
     *
     * @throws DmuException if the file cannot be read
     */
    public static List<String> binderJvmOptions(Path root) {
        Path file = root.resolve("binder").resolve("jvm-options");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new DmuException("cannot read " + file + ": " + e, e);
        }
    }

    /** What starts the program; its status is 0, 1 if the notebook failed, or 130 after Ctrl-C. */
    public ProcessBuilder start(List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of(python, root.resolve("notebooks").resolve("tools").toString()));
        command.addAll(arguments);
        command.addAll(List.of("--kernel", KERNEL));
        ProcessBuilder start = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT);
        start.environment().put(Jupyter.PATH, Jupyter.before(data, System.getenv()));
        start.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return start;
    }

    @Override
    public void close() {
        try {
            KernelInstallation.uninstall(data.resolve("kernels"), KERNEL);
            Files.delete(data.resolve("kernels"));
            Files.delete(data);
        } catch (IOException e) {
            throw new DmuException("cannot remove the temporary folder " + data + ": " + e, e);
        }
    }
}
