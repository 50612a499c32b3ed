package io.github.dmu4j.base;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A NumPy array in memory, of numbers or text, in C order: what {@link Npy} and {@link Npz} read and write. Immutable.
 * For matrices that do not fit in memory use {@link NpyRows}.
 */
public final class NpyArray {
    private final int[] shape;
    /** {@code float[]}, {@code double[]}, {@code long[]} or {@code String[]}. */
    private final Object values;

    private final FloatType storedAs;

    NpyArray(int[] shape, Object values, FloatType storedAs) {
        this.shape = shape;
        this.values = values;
        this.storedAs = storedAs;
    }

    /** A matrix, to be stored as {@code type}. */
    public static NpyArray of(FloatMatrix matrix, FloatType type) {
        return new NpyArray(new int[] {matrix.rows(), matrix.columns()}, matrix.values(), type);
    }

    /** Whole numbers, stored as int64. */
    public static NpyArray of(long... numbers) {
        return new NpyArray(new int[] {numbers.length}, numbers.clone(), FloatType.FLOAT32);
    }

    /** Whole numbers, stored as int64. */
    public static NpyArray of(int[] numbers) {
        return of(Arrays.stream(numbers).asLongStream().toArray());
    }

    /** Floats, stored as float32. */
    public static NpyArray of(float[] numbers) {
        return new NpyArray(new int[] {numbers.length}, numbers.clone(), FloatType.FLOAT32);
    }

    /** Doubles, stored as float64. */
    public static NpyArray of(double[] numbers) {
        return new NpyArray(new int[] {numbers.length}, numbers.clone(), FloatType.FLOAT32);
    }

    /** Text, stored as UTF-32 of the longest one's length. Trailing zero characters do not survive (NumPy's rule). */
    public static NpyArray of(List<String> texts) {
        return new NpyArray(new int[] {texts.size()}, texts.toArray(new String[0]), FloatType.FLOAT32);
    }

    /** The sizes; empty for a single value. */
    public int[] shape() {
        return shape.clone();
    }

    /** Whether the elements are text. */
    public boolean isText() {
        return values instanceof String[];
    }

    /**
     * The rows as float32; float64 is rounded.
     *
     * @throws DmuException if this is not a two-dimensional array of numbers
     */
    public FloatMatrix toMatrix() {
        if (shape.length != 2) {
            throw new DmuException("vectors need an array of shape (items, dimension), found shape "
                    + Arrays.toString(shape) + "; in Python: array.reshape(len(array), -1)");
        }
        return FloatMatrix.wrap(shape[0], shape[1], values instanceof float[] floats ? floats : toFloats());
    }

    /** All numbers as float32, in C order. */
    public float[] toFloats() {
        if (values instanceof float[] floats) {
            return floats.clone();
        }
        if (values instanceof double[] doubles) {
            float[] floats = new float[doubles.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) doubles[i];
            }
            return floats;
        }
        if (values instanceof long[] longs) {
            float[] floats = new float[longs.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = longs[i];
            }
            return floats;
        }
        throw new DmuException("numbers are needed, the array holds text; in Python: array.astype(numpy.float32)");
    }

    /** All numbers as float64, in C order. @throws DmuException if the elements are text */
    public double[] toDoubles() {
        if (values instanceof double[] doubles) {
            return doubles.clone();
        }
        if (values instanceof long[] longs) {
            return Arrays.stream(longs).asDoubleStream().toArray();
        }
        if (values instanceof float[] floats) {
            double[] doubles = new double[floats.length];
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = floats[i];
            }
            return doubles;
        }
        throw new DmuException("numbers are needed, the array holds text; in Python: array.astype(numpy.float64)");
    }

    /**
     * All numbers as whole numbers, in C order.
     *
     * @throws DmuException if one is not whole, or the elements are text
     */
    public long[] toLongs() {
        if (values instanceof long[] longs) {
            return longs.clone();
        }
        if (values instanceof String[]) {
            throw new DmuException(
                    "whole numbers are needed, the array holds text; in Python: array.astype(numpy.int64)");
        }
        long[] whole = new long[values instanceof float[] floats ? floats.length : ((double[]) values).length];
        for (int i = 0; i < whole.length; i++) {
            double value = values instanceof float[] floats ? floats[i] : ((double[]) values)[i];
            if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
                throw new DmuException("element " + i + " is " + value + ", not a whole number below 2^53");
            }
            whole[i] = (long) value;
        }
        return whole;
    }

    /** As {@link #toLongs()}, within the range of int. */
    public int[] toInts() {
        long[] longs = toLongs();
        int[] ints = new int[longs.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) longs[i];
            if (ints[i] != longs[i]) {
                throw new DmuException(
                        "element " + i + " is " + longs[i] + ", beyond the range of 32-bit whole numbers");
            }
        }
        return ints;
    }

    /** All elements as text; whole numbers in decimal. */
    public List<String> toStrings() {
        if (values instanceof String[] texts) {
            return List.of(texts);
        }
        List<String> texts = new ArrayList<>();
        for (long number : toLongs()) {
            texts.add(Long.toString(number));
        }
        return List.copyOf(texts);
    }

    /** The Java array behind: not a copy, for {@link Npy}. */
    Object values() {
        return values;
    }

    FloatType storedAs() {
        return storedAs;
    }

    @Override
    public String toString() {
        String kind = isText() ? "text" : values instanceof long[] ? "whole numbers" : "floats";
        return "NpyArray " + Arrays.toString(shape) + " of " + kind;
    }
}
