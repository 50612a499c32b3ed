package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.DmuException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Python environment with JupyterLab that belongs to the checkout and changes nothing outside it. */
public final class PrivateJupyter {
    private static final List<String> PACKAGES = List.of("jupyterlab>=4,<5", "nbclient", "nbconvert");

    private PrivateJupyter() {}

    /** Where it is, if it is. */
    public static Path folder(Path root) {
        return root.resolve(".dmu").resolve("jupyter");
    }

    /** Where a Python environment has its programs. */
    static Path programs(Path environment) {
        return environment.resolve(File.separatorChar == '\\' ? "Scripts" : "bin");
    }

    /**
     * Makes it, unless it is there; what was begun and failed is removed.
     *
     * @param python makes the environment
     * @throws DmuException if Python cannot make environments, or pip gets no packages
     */
    public static void make(Path folder, String python) {
        Path programs = programs(folder);
        if (Files.exists(programs.resolve("jupyter-lab")) || Files.exists(programs.resolve("jupyter-lab.exe"))) {
            return;
        }
        try {
            if (run(List.of(python, "-m", "venv", "--clear", folder.toString())) != 0) {
                delete(folder);
                throw new DmuException(python + " cannot make a virtual environment in " + folder
                        + " (its message is above); Debian keeps that in a package: apt-get install python3-venv");
            }
            List<String> install = new ArrayList<>(List.of(
                    programs.resolve("python").toString(),
                    "-m",
                    "pip",
                    "install",
                    "--disable-pip-version-check",
                    "--retries",
                    "1",
                    "--timeout",
                    "20"));
            install.addAll(PACKAGES);
            if (run(install) != 0) {
                delete(folder);
                throw new DmuException("pip could not install JupyterLab (its message is above): without a network, set"
                        + " PIP_INDEX_URL to a package index that can be reached, or install Jupyter from the system's"
                        + " packages (Debian: apt-get install jupyter-notebook); nothing was left behind");
            }
        } catch (IOException e) {
            throw new DmuException("cannot make a Python environment in " + folder + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DmuException("interrupted; ./dmu notebook --setup begins anew", e);
        }
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
