package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.Completion;
import io.github.dmu4j.jupyter.eval.Completion.Candidate;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Files and folders that the last word of a magic's line may become. */
final class PathCompletion {
    private static final int MOST = 200;

    private PathCompletion() {}

    /** @param from where the line's arguments begin */
    static Completion at(String code, int from, int cursor) {
        int word = cursor;
        while (word > Math.min(from, cursor) && !Character.isWhitespace(code.charAt(word - 1))) {
            word--;
        }
        String typed = code.substring(word, cursor);
        int slash = typed.lastIndexOf('/');
        String folder = typed.substring(0, slash + 1);
        String begin = typed.substring(slash + 1);
        List<Candidate> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Paths.of(folder.isEmpty() ? "." : folder))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                boolean hidden = name.startsWith(".") && !begin.startsWith(".");
                if (name.startsWith(begin) && !hidden && found.size() < MOST) {
                    found.add(new Candidate(folder + name + (Files.isDirectory(entry) ? "/" : ""), "path", ""));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return new Completion(word, cursor, List.of()); // no such folder, no candidates
        }
        found.sort(Comparator.comparing(Candidate::text));
        return new Completion(word, cursor, found);
    }
}
