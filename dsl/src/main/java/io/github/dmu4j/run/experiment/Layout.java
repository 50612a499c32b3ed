package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for the files of an experiment below a root, and keeps what it found and what it missed. */
final class Layout {
    private final Path root;
    private final List<FoundFile> looked = new ArrayList<>();

    /** @throws DmuException if there is no such folder */
    Layout(Path root) {
        if (!Files.isDirectory(root)) {
            throw new DmuException("no folder " + root + ": name the one that the data sets are in");
        }
        this.root = root;
    }

    /**
     * The first of some folders that holds one of some files, and notes it.
     *
     * @param what for the line
     * @param folders relative to the root, {@code .} for itself
     * @param files relative to the folder; the first stands for all where none is found
     */
    Optional<Path> folder(String what, List<String> folders, List<String> files) {
        for (String folder : folders) {
            Path candidate = root.resolve(folder).normalize();
            for (String file : files) {
                if (Files.isRegularFile(candidate.resolve(file))) {
                    found(what, candidate.resolve(file));
                    return Optional.of(candidate);
                }
            }
        }
        missing(what, files.get(0) + " in " + String.join(", ", folders));
        return Optional.empty();
    }

    /** The root, and the folders in it, by name. */
    List<String> folders() {
        try (Stream<Path> entries = Files.list(root)) {
            List<String> folders = new ArrayList<>(List.of("."));
            entries.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .forEach(folders::add);
            return folders;
        } catch (IOException e) {
            throw new DmuException("cannot list " + root + ": " + e.getMessage() + ". Check that you may read it", e);
        }
    }

    void found(String what, Path file) {
        looked.add(new FoundFile(what, true, file.toString()));
    }

    void missing(String what, String where) {
        looked.add(new FoundFile(what, false, where));
    }

    List<FoundFile> looked() {
        return List.copyOf(looked);
    }

    /** A line a file. */
    static String text(List<FoundFile> looked) {
        return looked.stream().map(FoundFile::toString).collect(Collectors.joining("\n  "));
    }

    /** What cannot be missing is: says what was found, and how the root should look. */
    static DmuException incomplete(String what, Path root, List<FoundFile> looked, String expected) {
        return new DmuException("no " + what + " in " + root + ":\n  " + text(looked) + "\nExpected is\n" + expected);
    }
}
