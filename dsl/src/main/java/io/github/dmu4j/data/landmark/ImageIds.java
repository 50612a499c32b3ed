package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.DmuException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntUnaryOperator;

/** Identifiers of Google Landmarks: 16 lower-case hexadecimal digits, held as a long each. */
final class ImageIds {
    static final int DIGITS = 16;

    private static final HexFormat HEX = HexFormat.of();
    private static final String EXTENSION = ".jpg";

    private ImageIds() {}

    static String text(long id) {
        return HEX.toHexDigits(id);
    }

    /** Where an image lies: {@code index/0/1/2/0123456789abcdef.jpg}. */
    static String path(String split, long id) {
        String text = text(id);
        return split + "/" + text.charAt(0) + "/" + text.charAt(1) + "/" + text.charAt(2) + "/" + text + EXTENSION;
    }

    /** Whether {@code length} bytes are an identifier. */
    static boolean isId(byte[] bytes, int length) {
        if (length != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            if (!isDigit(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is an identifier. */
    static boolean isId(String text) {
        return text.length() == DIGITS && text.chars().allMatch(ImageIds::isDigit);
    }

    private static boolean isDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    static long parse(String text) {
        return HexFormat.fromHexDigitsToLong(text);
    }

    /** The identifier in a path as {@link #path} makes it; empty text if it is no such path. */
    static String inPath(String split, String path) {
        int from = path.length() - EXTENSION.length() - DIGITS;
        if (from < 0) {
            return "";
        }
        String id = path.substring(from, path.length() - EXTENSION.length());
        return isId(id) && path.equals(path(split, parse(id))) ? id : "";
    }

    /** A view as text. */
    static List<String> texts(long[] ids) {
        return new Texts(ids);
    }

    private static final class Texts extends AbstractList<String> implements RandomAccess {
        private final long[] ids;

        Texts(long[] ids) {
            this.ids = ids;
        }

        @Override
        public String get(int index) {
            return text(ids[Objects.checkIndex(index, ids.length)]);
        }

        @Override
        public int size() {
            return ids.length;
        }
    }

    /** Refuses an identifier that occurs twice. */
    static void requireUnique(long[] ids, Object file, IntUnaryOperator lineOfRow) {
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                int first = row(ids, sorted[i], 0);
                int second = row(ids, sorted[i], first + 1);
                throw new DmuException(file + " has image " + text(sorted[i]) + " on line "
                        + lineOfRow.applyAsInt(first) + " and again on line " + lineOfRow.applyAsInt(second)
                        + "; an image stands once: delete one of them, or get the file again");
            }
        }
    }

    private static int row(long[] ids, long id, int from) {
        int row = from;
        while (ids[row] != id) {
            row++;
        }
        return row;
    }

    /**
     * Where identifiers stand in a long list: sorts what is looked for, not the list, so that it needs no memory for the list.
     *
     * @return for each of {@code wanted} its row in {@code ids}, or -1
     */
    static int[] rows(long[] wanted, long[] ids) {
        long[] sorted = Arrays.stream(wanted).sorted().distinct().toArray();
        int[] rowOf = new int[sorted.length];
        Arrays.fill(rowOf, -1);
        for (int row = 0; row < ids.length; row++) {
            int at = Arrays.binarySearch(sorted, ids[row]);
            if (at >= 0) {
                rowOf[at] = row;
            }
        }
        int[] rows = new int[wanted.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = rowOf[Arrays.binarySearch(sorted, wanted[i])];
        }
        return rows;
    }
}
