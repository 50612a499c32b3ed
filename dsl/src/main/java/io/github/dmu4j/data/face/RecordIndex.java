package io.github.dmu4j.data.face;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.TextLines;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where each record of a .rec file begins: the lines {@code key TAB byteOffset} of its .idx file, 8 bytes of memory each. */
final class RecordIndex {
    private static final int MAX_LINE = 64;
    /** The head of a record, and the smallest header that it can hold. */
    private static final int SMALLEST_RECORD = 8 + RecordHeader.LENGTH;

    private final Path file;
    /** Ascending; null if the keys are 0, 1, 2, ... */
    private final int @Nullable [] keys;

    private final long[] offsets;

    private RecordIndex(Path file, int @Nullable [] keys, long[] offsets) {
        this.file = file;
        this.keys = keys;
        this.offsets = offsets;
    }

    /**
     * Reads an index and checks it against the length of the .rec file: at most as many records as fit, each at a multiple of 4
     * inside of the file.
     */
    static RecordIndex read(Path file, Path records, long length) {
        Columns columns = new Columns("the index " + file);
        Columns.Ints keys = columns.ints();
        Columns.Longs offsets = columns.longs();
        boolean counting = true;
        try (TextLines lines = TextLines.open(file, MAX_LINE)) {
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                lines.requireFields(2, "the key and the byte offset of a record");
                int key = lines.wholeNumber(0);
                long offset = lines.wholeNumber(1, Long.MAX_VALUE);
                if (offset % 4 != 0 || offset > length - SMALLEST_RECORD) {
                    throw lines.error("says that record " + key + " begins at byte " + offset + " of " + records
                            + "; allowed are multiples of 4 up to " + (length - SMALLEST_RECORD)
                            + ", as it has " + length
                            + " bytes: the two files do not belong together, or one is truncated");
                }
                if (offsets.size() >= length / SMALLEST_RECORD) {
                    throw lines.error("is one more than the " + length + " bytes of " + records + " have room for");
                }
                counting &= key == keys.size();
                keys.add(key);
                offsets.add(offset);
            }
        }
        if (offsets.size() == 0) {
            throw new DmuException(file + " lists no record; needed are lines of a key, a tab and a byte offset");
        }
        return counting
                ? new RecordIndex(file, null, offsets.toArray())
                : sorted(file, keys.toArray(), offsets.toArray());
    }

    private static RecordIndex sorted(Path file, int[] keys, long[] offsets) {
        long[] order = new long[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) keys[i] << 32 | i;
        }
        Arrays.sort(order);
        int[] sortedKeys = new int[order.length];
        long[] sortedOffsets = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            sortedKeys[i] = (int) (order[i] >>> 32);
            sortedOffsets[i] = offsets[(int) order[i]];
            if (i > 0 && sortedKeys[i] == sortedKeys[i - 1]) {
                throw new DmuException(file + " lists key " + sortedKeys[i]
                        + " twice; a key has one record: write the index anew (MXNet's tools/rec2idx.py)");
            }
        }
        return new RecordIndex(file, sortedKeys, sortedOffsets);
    }

    int size() {
        return offsets.length;
    }

    /** The key of a row; rows are in the order of keys. */
    int key(int row) {
        return keys == null ? row : keys[row];
    }

    long offset(int row) {
        return offsets[row];
    }

    /** The row of a key, or a negative number. */
    int row(int key) {
        if (keys == null) {
            return key < offsets.length ? key : -1;
        }
        return Arrays.binarySearch(keys, key);
    }

    /** The largest offset: that of the last record of the file. */
    long lastOffset() {
        long last = 0;
        for (long offset : offsets) {
            last = Math.max(last, offset);
        }
        return last;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
