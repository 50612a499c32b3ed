package io.github.dmu4j.bridge.notebook;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Jupyter that starts.
 *
 * @param program {@code jupyter-lab} or {@code jupyter-notebook}
 * @param version what it says of itself
 */
public record Jupyter(Path program, String version) {
    /** The environment variable with folders where Jupyter looks first. */
    static final String PATH = "JUPYTER_PATH";

    /**
     * What opens a folder or a notebook.
     *
     * @param arguments of Jupyter, after ours
     * @param data a folder with kernels, seen before the user's
     * @param environment {@code System.getenv()}
     */
    public ProcessBuilder open(Path folderOrFile, List<String> arguments, Path data, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(program.toString(), folderOrFile.toString()));
        command.addAll(arguments);
        ProcessBuilder start = new ProcessBuilder(command);
        start.environment().put(PATH, before(data, environment));
        Path folder = Files.isDirectory(folderOrFile) ? folderOrFile : folderOrFile.getParent();
        if (folder != null) {
            start.directory(folder.toFile());
        }
        // At a terminal Jupyter would ask at Ctrl-C whether it was meant; without one it shuts its kernels down and
        // ends.
        File nothing = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
        return start.redirectInput(nothing);
    }

    /** The value of {@link #PATH} with a folder in front. */
    static String before(Path data, Map<String, String> environment) {
        String others = environment.getOrDefault(PATH, "");
        return others.isBlank() ? data.toString() : data + File.pathSeparator + others;
    }

    @Override
    public String toString() {
        String name = program.getFileName().toString().startsWith("jupyter-lab") ? "JupyterLab " : "Jupyter Notebook ";
        return name + version + " (" + program + ")";
    }
}
