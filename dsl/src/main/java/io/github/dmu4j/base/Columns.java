package io.github.dmu4j.base;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Growing arrays for an index that is read from a file of unknown length: no object for each row. They grow by half, never to
 * what a file claims, and together refuse to grow beyond half of the heap ({@link HeapRoom}), counting the array that is copied
 * from. A column gives its content out once and is empty then. Not for several threads.
 */
public final class Columns {
    private static final int FIRST = 64;

    private final String what;
    private long bytes;

    /** Columns of one index; {@code what} names it in messages, for example {@code "the pairs of pairs.txt"}. */
    public Columns(String what) {
        this.what = what;
    }

    /** A new column of whole numbers of 32 bits. */
    public Ints ints() {
        return new Ints(this);
    }

    /** A new column of whole numbers of 64 bits. */
    public Longs longs() {
        return new Longs(this);
    }

    /** A new column of numbers of single precision. */
    public Floats floats() {
        return new Floats(this);
    }

    /** A new column of texts. */
    public Texts texts() {
        return new Texts(this);
    }

    /** What all columns take now. */
    public long bytes() {
        return bytes;
    }

    private int grown(int length, int width) {
        long next = Math.min(Integer.MAX_VALUE - 8, length + (length >> 1) + 1L);
        if (next == length) {
            throw new DmuException(
                    what + ": more than " + length + " entries, all that an array can hold; read a part of the file");
        }
        HeapRoom.require(bytes + next * width, what, "read a part of the file");
        bytes += (next - length) * width;
        return (int) next;
    }

    /** Whole numbers of 32 bits. */
    public static final class Ints {
        private final Columns owner;
        private int[] values = new int[FIRST];
        private int size;

        private Ints(Columns owner) {
            this.owner = owner;
        }

        /** Appends one. */
        public void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, owner.grown(size, Integer.BYTES));
            }
            values[size++] = value;
        }

        /** How many there are. */
        public int size() {
            return size;
        }

        /** All of them, in an array of exactly their number; the column is empty afterwards. */
        public int[] toArray() {
            int[] all = Arrays.copyOf(values, size);
            values = new int[FIRST];
            size = 0;
            return all;
        }
    }

    /** Whole numbers of 64 bits. */
    public static final class Longs {
        private final Columns owner;
        private long[] values = new long[FIRST];
        private int size;

        private Longs(Columns owner) {
            this.owner = owner;
        }

        /** Appends one. */
        public void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, owner.grown(size, Long.BYTES));
            }
            values[size++] = value;
        }

        /** How many there are. */
        public int size() {
            return size;
        }

        /** All of them, in an array of exactly their number; the column is empty afterwards. */
        public long[] toArray() {
            long[] all = Arrays.copyOf(values, size);
            values = new long[FIRST];
            size = 0;
            return all;
        }
    }

    /** Numbers of single precision. */
    public static final class Floats {
        private final Columns owner;
        private float[] values = new float[FIRST];
        private int size;

        private Floats(Columns owner) {
            this.owner = owner;
        }

        /** Appends one. */
        public void add(float value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, owner.grown(size, Float.BYTES));
            }
            values[size++] = value;
        }

        /** How many there are. */
        public int size() {
            return size;
        }

        /** All of them, in an array of exactly their number; the column is empty afterwards. */
        public float[] toArray() {
            float[] all = Arrays.copyOf(values, size);
            values = new float[FIRST];
            size = 0;
            return all;
        }
    }

    /** Texts as UTF-8, one after the other in one array; 4 bytes a text are added to its own. */
    public static final class Texts {
        private final Columns owner;
        private final Ints ends;
        private byte[] content = new byte[FIRST];
        private int used;

        private Texts(Columns owner) {
            this.owner = owner;
            this.ends = owner.ints();
        }

        /** Appends one, given by its UTF-8 bytes. */
        public void add(byte[] source, int from, int to) {
            while (content.length - used < to - from) {
                content = Arrays.copyOf(content, owner.grown(content.length, 1));
            }
            System.arraycopy(source, from, content, used, to - from);
            used += to - from;
            ends.add(used);
        }

        /** How many there are. */
        public int size() {
            return ends.size();
        }

        /** All of them: a list that makes each text when it is asked for; the column is empty afterwards. */
        public List<String> toList() {
            byte[] all = Arrays.copyOf(content, used);
            content = new byte[FIRST];
            used = 0;
            return new TextList(all, ends.toArray());
        }
    }

    private static final class TextList extends AbstractList<String> implements RandomAccess {
        private final byte[] content;
        private final int[] ends;

        TextList(byte[] content, int[] ends) {
            this.content = content;
            this.ends = ends;
        }

        @Override
        public String get(int index) {
            int from = Objects.checkIndex(index, ends.length) == 0 ? 0 : ends[index - 1];
            return new String(content, from, ends[index] - from, StandardCharsets.UTF_8);
        }

        @Override
        public int size() {
            return ends.length;
        }
    }
}
