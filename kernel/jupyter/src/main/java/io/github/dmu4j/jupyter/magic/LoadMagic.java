package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** {@code %load}: a file that runs as if it were a cell. */
final class LoadMagic {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^[ \\t]*package\\s+[\\w.]+\\s*;");

    private final BiFunction<String, String, CellOutcome> runner;
    private final Deque<Path> loading = new ArrayDeque<>();

    /** @param runner of a text, with the name that errors give it */
    LoadMagic(BiFunction<String, String, CellOutcome> runner) {
        this.runner = runner;
    }

    Magic magic() {
        return new Magic(
                "load",
                Form.LINE,
                Takes.PATHS,
                "%load FILE",
                "Runs a file of Java (.jsh, .jshell, .java) as a cell; what it declares stays.",
                "Magics in it work. Classes of a .java file come into no package: its package line is left out. Errors name the"
                        + " file and its line.",
                this::load);
    }

    private CellOutcome load(MagicCall call) throws MagicFailure {
        List<String> words = call.words();
        if (words.size() != 1) {
            throw new MagicFailure("%load takes one file, " + words.size() + " were given; quote a name with blanks");
        }
        String asked = words.get(0);
        Path file = Paths.of(asked);
        if (!Files.isRegularFile(file)) {
            throw new MagicFailure("%load: there is no file " + asked + " (looked for " + file + ")");
        }
        if (loading.contains(file)) {
            throw new MagicFailure("%load: " + asked + " loads itself");
        }
        String text = read(asked, file);
        loading.push(file);
        try {
            return call.inJava(() -> runner.apply(asked, text));
        } finally {
            loading.pop();
        }
    }

    private static String read(String asked, Path file) throws MagicFailure {
        try {
            String text = Files.readString(file);
            return file.toString().endsWith(".java") ? withoutPackage(text) : text;
        } catch (CharacterCodingException e) {
            throw new MagicFailure("%load: " + asked + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new MagicFailure("%load: " + asked + " cannot be read: " + e, e);
        }
    }

    /** Blanks in its place, so that lines and columns stay. */
    private static String withoutPackage(String text) {
        return PACKAGE.matcher(text).replaceFirst(found -> found.group().replaceAll("[^\\r\\n]", " "));
    }
}
