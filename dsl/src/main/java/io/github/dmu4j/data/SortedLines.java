package io.github.dmu4j.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Millions of lines of text in the order of their UTF-8 bytes, as {@code LC_ALL=C sort} has them. Lines are made when they are asked
 * for; while sorting, a line takes 28 bytes.
 *
 * @param line makes the line of a number, without its end
 * @param order numbers of the lines, sorted; equal lines by number
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SortedLines(IntFunction<String> line, int[] order) {

    /** Sorts {@code count} lines. */
    static SortedLines of(int count, IntFunction<String> line) {
        int common = commonPrefix(count, line);
        long[] keys = new long[count];
        Arrays.setAll(keys, i -> key(bytes(line.apply(i)), common));
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> {
                    int byKey = Long.compareUnsigned(keys[a], keys[b]);
                    return byKey != 0 ? byKey : Arrays.compareUnsigned(bytes(line.apply(a)), bytes(line.apply(b)));
                })
                .mapToInt(i -> i)
                .toArray();
        return new SortedLines(line, order);
    }

    /** How many bytes all lines begin with alike. */
    private static int commonPrefix(int count, IntFunction<String> line) {
        byte[] first = count == 0 ? new byte[0] : bytes(line.apply(0));
        int common = first.length;
        for (int i = 1; i < count && common > 0; i++) {
            byte[] other = bytes(line.apply(i));
            int different = Arrays.mismatch(first, other);
            common = different < 0 ? common : Math.min(common, different);
        }
        return common;
    }

    /** Eight bytes from {@code from} on, zeros after the end: ordered as the lines are, but for those that agree in them. */
    private static long key(byte[] line, int from) {
        long key = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            key = key << 8 | (i < line.length ? line[i] & 0xff : 0);
        }
        return key;
    }

    /** SHA-256 (hex) of all lines, each ended by a line feed. */
    String sha256() {
        MessageDigest digest = Fingerprints.sha256();
        for (int i : order) {
            digest.update(bytes(line.apply(i)));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Writes all lines, each ended by a line feed. */
    void writeTo(OutputStream out) throws IOException {
        for (int i : order) {
            out.write(bytes(line.apply(i)));
            out.write('\n');
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
