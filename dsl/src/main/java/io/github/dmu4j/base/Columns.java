package io.github.dmu4j.base;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Growing arrays for an index that is read from a file of unknown length: no object for each row. They grow by half, never by
 * what a file claims, and refuse to grow beyond half of the heap ({@link HeapRoom}). Not for several threads.
 */
public final class Columns {
    private static final int FIRST = 64;
    private static final String OTHERWISE = "read a part of the file";

    private Columns() {}

    private static int grown(int length, int width, String what) {
        long next = Math.min(Integer.MAX_VALUE - 8, length + (length >> 1) + 1L);
        if (next == length) {
            throw new DmuException(what + " has more than " + length + " entries, which is all that an array can hold: "
                    + OTHERWISE);
        }
        HeapRoom.require(next * width, what, OTHERWISE);
        return (int) next;
    }

    /** Whole numbers of 32 bits. */
    public static final class Ints {
        private final String what;
        private int[] values = new int[FIRST];
        private int size;

        /** An empty column; {@code what} names it in messages. */
        public Ints(String what) {
            this.what = what;
        }

        /** Appends one. */
        public void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size, Integer.BYTES, what));
            }
            values[size++] = value;
        }

        /** How many there are. */
        public int size() {
            return size;
        }

        /** One of them. */
        public int get(int index) {
            return values[Objects.checkIndex(index, size)];
        }

        /** All of them, in an array of exactly their number. */
        public int[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /** Whole numbers of 64 bits. */
    public static final class Longs {
        private final String what;
        private long[] values = new long[FIRST];
        private int size;

        /** An empty column; {@code what} names it in messages. */
        public Longs(String what) {
            this.what = what;
        }

        /** Appends one. */
        public void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size, Long.BYTES, what));
            }
            values[size++] = value;
        }

        /** How many there are. */
        public int size() {
            return size;
        }

        /** All of them, in an array of exactly their number. */
        public long[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /** Numbers of single precision. */
    public static final class Floats {
        private final String what;
        private float[] values = new float[FIRST];
        private int size;

        /** An empty column; {@code what} names it in messages. */
        public Floats(String what) {
            this.what = what;
        }

        /** Appends one. */
        public void add(float value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, grown(size, Float.BYTES, what));
            }
            values[size++] = value;
        }

        /** How many there are. */
        public int size() {
            return size;
        }

        /** All of them, in an array of exactly their number. */
        public float[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    /** Texts as UTF-8, one after the other in one array; 4 bytes a text are added to its own. */
    public static final class Texts {
        private final String what;
        private final Ints ends;
        private byte[] bytes = new byte[FIRST];
        private int used;

        /** An empty column; {@code what} names it in messages. */
        public Texts(String what) {
            this.what = what;
            this.ends = new Ints(what);
        }

        /** Appends one, given by its UTF-8 bytes. */
        public void add(byte[] source, int from, int to) {
            while (bytes.length - used < to - from) {
                bytes = Arrays.copyOf(bytes, grown(bytes.length, 1, what));
            }
            System.arraycopy(source, from, bytes, used, to - from);
            used += to - from;
            ends.add(used);
        }

        /** How many there are. */
        public int size() {
            return ends.size();
        }

        /** All of them: a list that makes each text when it is asked for. */
        public List<String> toList() {
            return new TextList(Arrays.copyOf(bytes, used), ends.toArray());
        }
    }

    private static final class TextList extends AbstractList<String> implements RandomAccess {
        private final byte[] bytes;
        private final int[] ends;

        TextList(byte[] bytes, int[] ends) {
            this.bytes = bytes;
            this.ends = ends;
        }

        @Override
        public String get(int index) {
            int from = Objects.checkIndex(index, ends.length) == 0 ? 0 : ends[index - 1];
            return new String(bytes, from, ends[index] - from, StandardCharsets.UTF_8);
        }

        @Override
        public int size() {
            return ends.length;
        }
    }
}
