package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.DmuException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for Jupyter and Python: in the project's private environment, then in the active virtual or conda environment,
 * then on the PATH. A program counts only if it starts.
 */
public final class JupyterSearch {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final int SECONDS_TO_START = 60;
    private static final String INSTALL_JUPYTER = """
            pip:    pip install jupyterlab
              conda:  conda install -c conda-forge jupyterlab
              Debian: apt-get install jupyter-notebook
            or let ./dmu notebook --setup make a private one""";
    private static final String INSTALL_NBCLIENT = """
            pip:    pip install nbclient
              conda:  conda install -c conda-forge nbclient
              Debian: apt-get install python3-nbclient
            or let ./dmu notebook --setup make a private environment; DMU_PYTHON names a Python""";

    /** Groups of folders with programs: Jupyter's kind matters within a group only. */
    private final List<List<Path>> places;

    private final @Nullable String python;

    private JupyterSearch(List<List<Path>> places, @Nullable String python) {
        this.places = places;
        this.python = python;
    }

    /**
     * A search in an environment.
     *
     * @param environment {@code System.getenv()}
     * @param root the checkout, which may have a private environment
     */
    public static JupyterSearch of(Map<String, String> environment, Path root) {
        List<List<Path>> places = new ArrayList<>();
        places.add(List.of(PrivateJupyter.programs(PrivateJupyter.folder(root))));
        Stream.of("VIRTUAL_ENV", "CONDA_PREFIX")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(folder -> !folder.isBlank())
                .forEach(folder -> places.add(List.of(PrivateJupyter.programs(Path.of(folder)))));
        places.add(Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .toList());
        return new JupyterSearch(places, environment.get("DMU_PYTHON"));
    }

    /**
     * JupyterLab, or the Notebook where there is no lab.
     *
     * @throws DmuException if there is neither, with a command for each way to install one
     */
    public Jupyter jupyter() {
        for (List<Path> place : places) {
            for (String name : List.of("jupyter-lab", "jupyter-notebook")) {
                for (Path program : programs(place, name)) {
                    Optional<String> version = outputOf(program.toString(), "--version");
                    if (version.isPresent()) {
                        return new Jupyter(program, version.get());
                    }
                }
            }
        }
        throw new DmuException(
                "found neither JupyterLab nor the Notebook, in an active environment or on the PATH. Install one:\n  "
                        + INSTALL_JUPYTER);
    }

    /**
     * A Python 3: {@code DMU_PYTHON} if that is set, else the first that has the modules; the system's is looked at
     * even if another is first on the PATH.
     *
     * @throws DmuException if none has them
     */
    public String python(String... modules) {
        String probe = modules.length == 0 ? "" : "import " + String.join(", ", modules) + "; ";
        List<String> candidates = python != null && !python.isBlank() ? List.of(python) : pythons();
        for (String candidate : candidates) {
            if (outputOf(candidate, "-c", probe + "import sys; print(sys.version_info >= (3, 8))")
                    .filter("True"::equals)
                    .isPresent()) {
                return candidate;
            }
        }
        String found = candidates.isEmpty() ? "there is no Python" : "looked at " + String.join(", ", candidates);
        throw new DmuException(
                modules.length == 0
                        ? "Python 3.8 or later is needed; " + found
                        : "Python with " + String.join(", ", modules) + " is needed; " + found + ". Install it:\n  "
                                + INSTALL_NBCLIENT);
    }

    private List<String> pythons() {
        Stream<Path> found = places.stream()
                .flatMap(place -> Stream.of("python3", "python").flatMap(name -> programs(place, name).stream()));
        Stream<Path> system = Stream.of(Path.of("/usr/bin/python3")).filter(Files::isExecutable);
        return Stream.concat(found, system).map(Path::toString).distinct().toList();
    }

    private static List<Path> programs(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(WINDOWS ? name + ".exe" : name))
                .filter(Files::isExecutable)
                .toList();
    }

    /** The last line that a program prints, if it ends well. */
    private static Optional<String> outputOf(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            boolean done = process.waitFor(SECONDS_TO_START, TimeUnit.SECONDS) && process.exitValue() == 0;
            return done && !lines.isEmpty()
                    ? Optional.of(lines.get(lines.size() - 1).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not this one
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DmuException("interrupted while looking for Jupyter", e);
        }
    }
}
