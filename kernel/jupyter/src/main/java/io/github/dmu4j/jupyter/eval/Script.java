package io.github.dmu4j.jupyter.eval;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The text of a script and the name that messages about it use. A first line {@code #!...} becomes a comment, so that
 * line numbers stay; jbang's {@code //DEPS} lines are comments already. Lines end in {@code \n} whatever the file had.
 *
 * @param name for messages, usually the path as the user typed it
 */
public record Script(String name, String text) {
    /** Normalises the text, see above. */
    public Script {
        text = text.replace("\r\n", "\n");
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        if (text.startsWith("#!")) {
            text = "//" + text.substring(2);
        }
    }

    /** Reads a file in UTF-8; its name is {@code path} as given. */
    public static Script read(Path path) throws IOException {
        return new Script(path.toString(), Files.readString(path, StandardCharsets.UTF_8));
    }

    /** The 1-based line that holds the character at {@code offset}. */
    int lineAt(int offset) {
        int line = 1;
        for (int i = 0; i < Math.min(offset, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /** The 0-based column of the character at {@code offset}. */
    int columnAt(int offset) {
        int end = Math.min(offset, text.length());
        return end - 1 - text.lastIndexOf('\n', end - 1);
    }

    /** The text of a 1-based line, without its end; empty past the last line. */
    String line(int number) {
        return text.lines().skip(number - 1L).findFirst().orElse("");
    }
}
