package io.github.dmu4j.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a UTF-8 text file of any size, one at a time, in a buffer of 64 KiB that grows for longer lines, no further than a
 * limit. Fields are parsed where they lie: millions of rows of numbers make no objects. Lines end in LF or CRLF; a byte order
 * mark is passed over; the last line needs no end.
 *
 * <pre>{@code
 * try (TextLines lines = TextLines.open(file, 1 << 16)) {
 *     while (lines.next()) {
 *         lines.requireFields(3, "first second label");
 *         lines.wholeNumber(0);
 * }}}</pre>
 */
public final class TextLines implements AutoCloseable {
    private static final int FIRST_BUFFER = 1 << 16;
    private static final int QUOTED = 40;

    private final Path file;
    private final InputStream in;
    private final int maxLine;
    private byte[] buffer;
    private int filled;
    private int begin;
    private int end;
    private int following;
    private long number;

    private int fields;
    private final int[] starts = new int[32];
    private final int[] ends = new int[32];

    private TextLines(Path file, InputStream in, int maxLine) {
        this.file = file;
        this.in = in;
        this.maxLine = maxLine;
        this.buffer = new byte[FIRST_BUFFER];
    }

    /**
     * Opens a file.
     *
     * @param maxLine longest line that is read, in bytes without its end
     * @throws DmuException if it is missing or cannot be read
     */
    public static TextLines open(Path file, int maxLine) {
        if (!Files.isRegularFile(file)) {
            throw new DmuException("there is no file " + file + (Files.isDirectory(file) ? " (it is a folder)" : "")
                    + "; check the path");
        }
        try {
            return new TextLines(file, Files.newInputStream(file), maxLine);
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end of the file
     * @throws DmuException if the line is longer than the limit
     */
    public boolean next() {
        begin = following;
        fields = 0;
        int at = begin;
        while (true) {
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            if (at < filled) {
                return line(at, at + 1);
            }
            if (at - begin > maxLine + 1) {
                number++;
                throw error("is longer than " + maxLine + " bytes");
            }
            int read = fill();
            at -= begin;
            begin = 0;
            if (read < 0) {
                return at > 0 && line(at, at);
            }
        }
    }

    private boolean line(int to, int after) {
        number++;
        end = to > begin && buffer[to - 1] == '\r' ? to - 1 : to;
        following = after;
        if (number == 1 && end - begin >= 3 && buffer[begin] == (byte) 0xef && buffer[begin + 1] == (byte) 0xbb) {
            begin += buffer[begin + 2] == (byte) 0xbf ? 3 : 0;
        }
        if (end - begin > maxLine) {
            throw error("is longer than " + maxLine + " bytes");
        }
        return true;
    }

    /** Moves what is left to the front and reads on; -1 at the end of the file. */
    private int fill() {
        int kept = filled - begin;
        byte[] target = kept < buffer.length ? buffer : new byte[(int) Math.min(maxLine + 2L, buffer.length * 2L)];
        System.arraycopy(buffer, begin, target, 0, kept);
        buffer = target;
        filled = kept;
        following = kept;
        try {
            int read = in.read(buffer, filled, buffer.length - filled);
            filled += Math.max(0, read);
            return read;
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    /** The number of the line, from 1 on. */
    public long number() {
        return number;
    }

    /** Whether the line holds nothing but spaces and tabs. */
    public boolean isBlank() {
        for (int i = begin; i < end; i++) {
            if (!isSpace(buffer[i])) {
                return false;
            }
        }
        return true;
    }

    /** The line as text. @throws DmuException if it is not UTF-8 */
    public String text() {
        return decoded(begin, end);
    }

    /** The bytes of the line, a copy. */
    public byte[] bytes() {
        return Arrays.copyOfRange(buffer, begin, end);
    }

    /**
     * Splits the line at runs of spaces and tabs.
     *
     * @param count how many fields it must have, at most 31
     * @param what the fields in words, for the message
     * @throws DmuException if it has more or fewer
     */
    public void requireFields(int count, String what) {
        if (split(count) != count) {
            throw error("has " + (fields > count ? "more than " + count : fields) + " fields, needed are " + count
                    + ": " + what);
        }
    }

    /** Splits the line at runs of spaces and tabs. @return the number of fields, or {@code most + 1} (at most 32) if more */
    public int split(int most) {
        fields = 0;
        int at = begin;
        while (fields <= most) {
            while (at < end && isSpace(buffer[at])) {
                at++;
            }
            if (at == end) {
                break;
            }
            starts[fields] = at;
            while (at < end && !isSpace(buffer[at])) {
                at++;
            }
            ends[fields++] = at;
        }
        return fields;
    }

    /** Splits the line at each {@code separator}; fields may be empty. @return as {@link #split(int)} */
    public int splitAt(char separator, int most) {
        fields = 0;
        int from = begin;
        for (int at = begin; at <= end && fields <= most; at++) {
            if (at == end || buffer[at] == separator) {
                starts[fields] = from;
                ends[fields++] = at;
                from = at + 1;
            }
        }
        return fields;
    }

    /** Splits the line at its last space or tab, so that the first field may hold spaces. @return 1 if there is none, else 2 */
    public int splitAtLastSpace() {
        int to = end;
        while (to > begin && isSpace(buffer[to - 1])) {
            to--;
        }
        int from = to;
        while (from > begin && !isSpace(buffer[from - 1])) {
            from--;
        }
        int first = from;
        while (first > begin && isSpace(buffer[first - 1])) {
            first--;
        }
        starts[0] = begin;
        ends[0] = first == begin ? to : first;
        starts[1] = from;
        ends[1] = to;
        fields = first == begin ? 1 : 2;
        return fields;
    }

    /** A field as text, without spaces at its ends. @throws DmuException if it is not UTF-8 */
    public String field(int index) {
        return decoded(starts[index], ends[index]).strip();
    }

    /** Appends the bytes of a field. @throws DmuException if they are not UTF-8 */
    public void addField(int index, Columns.Texts target) {
        for (int i = starts[index]; i < ends[index]; i++) {
            if (buffer[i] < 0) {
                decoded(starts[index], ends[index]);
                break;
            }
        }
        target.add(buffer, starts[index], ends[index]);
    }

    /** Whether a field has exactly these characters of ASCII. */
    public boolean fieldIs(int index, String ascii) {
        int from = starts[index];
        if (ends[index] - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (buffer[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A field as a whole number from 0 to 2147483647. @throws DmuException if it is none */
    public int wholeNumber(int index) {
        return (int) wholeNumber(index, Integer.MAX_VALUE);
    }

    /** A field as a whole number from 0 to {@code largest}. @throws DmuException if it is none */
    public long wholeNumber(int index, long largest) {
        long tenth = largest / 10;
        long value = starts[index] == ends[index] ? -1 : 0;
        for (int i = starts[index]; i < ends[index] && value >= 0; i++) {
            int digit = buffer[i] - '0';
            boolean fits = digit >= 0 && digit <= 9 && value <= tenth;
            value = fits ? value * 10 + digit : -1; // below 0 also where a long overflows
        }
        if (value < 0 || value > largest) {
            throw notANumber(index, "a whole number from 0 to " + largest);
        }
        return value;
    }

    /** A field as a finite number. @throws DmuException if it is none */
    public float number(int index) {
        String text = new String(buffer, starts[index], ends[index] - starts[index], StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                throw notANumber(index, "a number");
            }
        }
        try {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notANumber(index, "a number");
        }
        throw notANumber(index, "a number that single precision holds");
    }

    /** An error of this line: file, line, what is wrong with it, and that it wants mending. */
    public DmuException error(String problem) {
        return new DmuException(file + " line " + number + " " + problem + "; mend that line, or get the file again");
    }

    private DmuException notANumber(int index, String allowed) {
        String found = new String(
                buffer, starts[index], Math.min(QUOTED, ends[index] - starts[index]), StandardCharsets.ISO_8859_1);
        return error(
                "has \"" + found.replaceAll("[^ -~]", "?") + "\" in field " + (index + 1) + "; allowed is " + allowed);
    }

    private String decoded(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buffer, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DmuException(file + " line " + number + " is not UTF-8 text. Save the file as UTF-8", e);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
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
