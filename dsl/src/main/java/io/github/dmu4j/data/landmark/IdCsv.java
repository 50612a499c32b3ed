package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.DmuException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CSV files of identifiers and numbers, whose lines may be of any length (all images of a landmark): read word by word, without
 * an object for a line or a word. Words are separated by commas, spaces and line ends (LF or CRLF); a byte order mark is passed over;
 * the last line needs no end. Quotes do not occur in these files.
 */
final class IdCsv implements AutoCloseable {
    private static final int LONGEST_WORD = 64;

    private final Path file;
    private final InputStream in;
    private final byte[] word = new byte[LONGEST_WORD];
    private int length;
    /** What ended the last word: a comma, a space, a line feed, or -1 at the end of the file. */
    private int separator;

    private int ahead;
    private int line = 1;

    /**
     * Opens a file and reads its header.
     *
     * @param header the names of the columns, as they stand in the file
     * @throws DmuException if the file is missing or has another header
     */
    IdCsv(Path file, String... header) {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new DmuException(
                    "no file " + file + ": a CSV file with the header " + String.join(",", header) + " is needed");
        }
        try {
            in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
        ahead = read();
        if (ahead == 0xef) {
            ahead = read() == 0xbb && read() == 0xbf ? read() : 0;
        }
        for (int i = 0; i < header.length; i++) {
            next();
            boolean last = i == header.length - 1;
            if (!is(header[i]) || separator == ' ' || (separator == ',') == last) {
                throw error("has \"" + found() + "\" where the header needs " + String.join(",", header));
            }
        }
    }

    /** Whether another line follows. Called at a line's end. */
    boolean hasNextLine() {
        if (separator == '\n') {
            line++;
            separator = 0;
        }
        return ahead >= 0;
    }

    /** The number of the line that is being read, from 1 on. */
    int line() {
        return line;
    }

    /** Reads the next word; it may be empty. */
    void next() {
        length = 0;
        while (ahead >= 0 && ahead != ',' && ahead != ' ' && ahead != '\n') {
            int c = ahead;
            ahead = read();
            if (c == '\r' && (ahead == '\n' || ahead < 0)) {
                continue;
            }
            if (length == LONGEST_WORD) {
                throw error("has a word of over " + LONGEST_WORD + " characters, \"" + found().substring(0, 20)
                        + "...\"; identifiers have 16");
            }
            word[length++] = (byte) c;
        }
        separator = ahead;
        if (ahead >= 0) {
            ahead = read();
        }
    }

    /** Whether this character came after the last word. */
    boolean endedBy(char expected) {
        return separator == expected;
    }

    /** Refuses a line that goes on after the last word. */
    void requireEndOfLine() {
        if (separator == ',' || separator == ' ') {
            throw error("goes on after \"" + found() + "\" where it should end");
        }
    }

    /** Refuses a line that has no further column. */
    void requireComma(String column) {
        if (separator != ',') {
            throw error("has no column " + column + " after \"" + found() + "\"");
        }
    }

    /** Whether the last word is empty. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Whether the last word is this one. */
    boolean is(String ascii) {
        if (length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The last word as an identifier. */
    long id() {
        if (!ImageIds.isId(word, length)) {
            throw error("has \"" + found() + "\" where an identifier of 16 hexadecimal digits (0-9, a-f) is needed");
        }
        long id = 0;
        for (int i = 0; i < length; i++) {
            id = (id << 4) | (word[i] <= '9' ? word[i] - '0' : word[i] - 'a' + 10);
        }
        return id;
    }

    /** The last word as a whole number of at least 0. */
    int number() {
        long value = 0;
        for (int i = 0; i < length && value <= Integer.MAX_VALUE; i++) {
            value = word[i] >= '0' && word[i] <= '9' ? 10 * value + word[i] - '0' : Long.MAX_VALUE;
        }
        if (length == 0 || value > Integer.MAX_VALUE) {
            throw error("has \"" + found() + "\" where a whole number from 0 to 2147483647 is needed");
        }
        return (int) value;
    }

    /** An error of this line: file, line, what is wrong with it, and what to do. */
    DmuException error(String problem) {
        return new DmuException(file + " line " + line + " " + problem + ": mend that line, or get the file again");
    }

    private String found() {
        return new String(word, 0, length, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }
}
