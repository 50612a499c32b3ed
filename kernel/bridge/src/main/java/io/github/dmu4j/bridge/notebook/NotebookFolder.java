package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Notebooks by name. */
public final class NotebookFolder {
    private static final String SUFFIX = ".ipynb";

    private NotebookFolder() {}

    /**
     * The notebooks of a folder that are asked for, in the order of their names if all are.
     *
     * @param names each a file's name, or its beginning up to a hyphen or the suffix; empty: all
     * @throws DmuException if there is none, or a name fits none
     */
    public static List<Path> notebooks(Path folder, List<String> names) {
        List<Path> all = all(folder);
        if (all.isEmpty()) {
            throw new DmuException("there are no notebooks (*" + SUFFIX + ") in " + folder);
        }
        List<Path> chosen = new ArrayList<>(names.isEmpty() ? all : List.of());
        for (String name : names) {
            List<Path> fitting = all.stream()
                    .filter(file -> fits(file.getFileName().toString(), name))
                    .toList();
            if (fitting.isEmpty()) {
                throw new DmuException("there is no notebook " + name + " in " + folder + "; there are "
                        + all.stream()
                                .map(file -> file.getFileName().toString())
                                .collect(Collectors.joining(", ")));
            }
            chosen.addAll(fitting);
        }
        return chosen;
    }

    private static boolean fits(String file, String name) {
        return file.equals(name) || file.equals(name + SUFFIX) || file.startsWith(name + "-");
    }

    private static List<Path> all(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DmuException("cannot list " + folder + ": " + e, e);
        }
    }
}
