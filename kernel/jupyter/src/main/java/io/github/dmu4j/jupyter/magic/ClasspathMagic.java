package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** {@code %classpath}: jars and folders of classes, from the disk. */
final class ClasspathMagic {
    private final SessionClasspath classpath;

    ClasspathMagic(SessionClasspath classpath) {
        this.classpath = classpath;
    }

    Magic magic() {
        return new Magic(
                "classpath",
                Form.LINE,
                Takes.PATHS,
                "%classpath\n%classpath PATH|GLOB...",
                "Adds jars and folders of classes to the session's class path, or prints it.",
                "Globs: libs/*.jar, libs/**/*.jar; a name with blanks is quoted. What the kernel has on its own class path goes"
                        + " before it.",
                this::run);
    }

    private CellOutcome run(MagicCall call) throws MagicFailure {
        List<String> words = call.words();
        if (words.isEmpty()) {
            classpath.ofTheKernel().forEach(System.out::println);
            classpath.added().forEach(entry -> System.out.println(entry + "   (added)"));
            return MagicCall.DONE;
        }
        List<Path> found = new ArrayList<>();
        for (String word : words) {
            found.addAll(entries(word));
        }
        List<Path> added = classpath.add(found);
        added.forEach(entry -> System.out.println("added " + entry));
        if (added.isEmpty()) {
            System.out.println("already on the class path");
        }
        return MagicCall.DONE;
    }

    private static List<Path> entries(String word) throws MagicFailure {
        List<Path> entries = new ArrayList<>();
        try {
            if (Paths.isGlob(word)) {
                for (Path path : Paths.matching(word)) {
                    if (Files.isDirectory(path) || isJar(path)) {
                        entries.add(path);
                    }
                }
                if (entries.isEmpty()) {
                    throw new MagicFailure(
                            "%classpath: no jar and no folder matches " + word + " (from " + Paths.of(".") + ")");
                }
                return entries;
            }
            Path path = Paths.of(word);
            if (!Files.exists(path)) {
                throw new MagicFailure("%classpath: there is no " + word + " (looked for " + path + ")");
            }
            if (!Files.isDirectory(path) && !isJar(path)) {
                throw new MagicFailure("%classpath: " + word + " is neither a folder nor a jar");
            }
            return List.of(path);
        } catch (IOException e) {
            throw new MagicFailure("%classpath: " + word + " cannot be read: " + e, e);
        }
    }

    private static boolean isJar(Path path) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return zip.size() >= 0;
        } catch (ZipException e) {
            return false;
        }
    }
}
