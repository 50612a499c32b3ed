package io.github.dmu4j.base;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * NumPy's .npy files, whole in memory: float16/32/64, integers, bool and text, either byte order; written little-endian, as
 * NumPy would write them. Matrices of any size: {@link NpyRows} and {@link NpyRowWriter}.
 *
 * <p>Fortran order (first index fastest; what PCA code often leaves) is turned into C order for up to two dimensions.
 * bfloat16 is refused: the engine's native library ends the process on it.
 */
public final class Npy {
    private static final int CHUNK = 1 << 18;

    private Npy() {}

    /**
     * Reads an array of numbers or text.
     *
     * @throws DmuException if the file is missing, damaged, of a type that is not read, or has over 2^31 - 9 elements
     */
    public static NpyArray read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return read(in, Files.size(file), file.toString());
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    /**
     * Reads a matrix of numbers as float32; float64 is rounded.
     *
     * @throws DmuException as {@link #read}, or if the array is not two-dimensional
     */
    public static FloatMatrix readMatrix(Path file) {
        NpyHeader header = header(file);
        if (header.fortranOrder() || header.shape().size() != 2) {
            return read(file).toMatrix();
        }
        try (NpyRows rows = NpyRows.open(file)) {
            return rows.readAll();
        }
    }

    /** Writes an array, whole or not at all. */
    public static void write(Path file, NpyArray array) {
        AtomicFiles.write(file, out -> write(out, array));
    }

    /** Writes a matrix, whole or not at all. */
    public static void write(Path file, FloatMatrix matrix, FloatType type) {
        write(file, NpyArray.of(matrix, type));
    }

    /** Writes an array to a stream that the caller closes. */
    public static void write(OutputStream out, NpyArray array) throws IOException {
        int[] sizes = array.shape();
        long[] shape = new long[sizes.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = sizes[i];
        }
        Object values = array.values();
        if (values instanceof float[] floats) {
            out.write(NpyHeader.bytes(array.storedAs().description(), shape));
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
            int perChunk = CHUNK / array.storedAs().bytes();
            for (int i = 0; i < floats.length; i += Math.min(perChunk, floats.length - i)) {
                buffer.clear();
                NpyElement.encode(floats, i, Math.min(perChunk, floats.length - i), array.storedAs(), buffer);
                out.write(buffer.array(), 0, buffer.position());
            }
        } else if (values instanceof double[] doubles) {
            out.write(NpyHeader.bytes("<f8", shape));
            for (double value : doubles) {
                out.write(little(8).putDouble(value).array());
            }
        } else if (values instanceof long[] longs) {
            out.write(NpyHeader.bytes("<i8", shape));
            for (long value : longs) {
                out.write(little(8).putLong(value).array());
            }
        } else {
            writeTexts(out, (String[]) values, shape);
        }
    }

    private static void writeTexts(OutputStream out, String[] texts, long[] shape) throws IOException {
        int longest = 1;
        for (String text : texts) {
            longest = Math.max(longest, text.codePointCount(0, text.length()));
        }
        out.write(NpyHeader.bytes("<U" + longest, shape));
        for (String text : texts) {
            byte[] bytes = new byte[4 * longest];
            text.codePoints().forEach(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)::putInt);
            out.write(bytes);
        }
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads an array from a stream.
     *
     * @param bytes length of the whole stream, header included
     * @param source what is read, for messages
     */
    static NpyArray read(InputStream in, long bytes, String source) throws IOException {
        NpyHeader header = NpyHeader.read(in, source);
        requireLength(header, bytes, source);
        return read(in, header, source);
    }

    /**
     * The array that NumPy holds as these bytes: for formats that carry arrays without the header of a .npy file.
     *
     * @param type NumPy's description of one element, for example {@code <f4}
     * @param fortranOrder whether the first index moves fastest
     * @param shape sizes, each at least 0; none for a single value
     * @param data exactly the elements
     * @param source what is read, for messages
     * @throws DmuException as {@link #read(Path)}
     */
    public static NpyArray decode(String type, boolean fortranOrder, long[] shape, byte[] data, String source) {
        List<Long> sizes = LongStream.of(shape).boxed().toList();
        if (sizes.stream().anyMatch(size -> size < 0)) {
            throw new DmuException(source + " claims a shape " + sizes + "; sizes are at least 0: it is damaged");
        }
        NpyHeader header = new NpyHeader(NpyElement.parse(type, source), fortranOrder, sizes, 0);
        requireLength(header, data.length, source);
        try {
            return read(new ByteArrayInputStream(data), header, source);
        } catch (IOException e) {
            throw new DmuException("cannot read " + source + ": " + e.getMessage(), e);
        }
    }

    private static NpyArray read(InputStream in, NpyHeader header, String source) throws IOException {
        if (header.count() > Integer.MAX_VALUE - 8) {
            throw new DmuException(source + " has " + header.count() + " elements, too many for one array in memory;"
                    + " stream it: Gallery.npy(path)");
        }
        NpyElement element = header.element();
        int count = (int) header.count();
        if (element.size() == 0 && count > 0) {
            throw new DmuException(source + " has " + count + " elements of no bytes; in Python: array.astype(\"U1\")");
        }
        Object values;
        if (element.isText()) {
            values = readTexts(in, element, count);
        } else if (element.isFloating()) {
            values = element.size() == 8 ? readDoubles(in, element, count) : readFloats(in, element, count);
        } else {
            values = readWhole(in, element, count);
        }
        int[] shape = header.shape().stream().mapToInt(Math::toIntExact).toArray();
        if (header.fortranOrder() && shape.length > 2) {
            throw new DmuException(source + " is in Fortran order with " + shape.length
                    + " dimensions; at most 2 are read. In Python: numpy.save(name, numpy.ascontiguousarray(array))");
        }
        if (header.fortranOrder() && shape.length == 2) {
            values = transposed(values, shape[0], shape[1]);
        }
        return new NpyArray(shape, values, element.size() == 2 ? FloatType.FLOAT16 : FloatType.FLOAT32);
    }

    static void requireLength(NpyHeader header, long bytes, String source) {
        long expected;
        try {
            expected = header.fileBytes();
        } catch (ArithmeticException e) {
            throw new DmuException(
                    source + " claims a shape " + header.shapeText() + " beyond 2^63 bytes: it is damaged", e);
        }
        if (bytes != expected) {
            throw new DmuException(source + " has " + bytes + " bytes, but its header (shape " + header.shapeText()
                    + ") needs " + expected + ": it is " + (bytes < expected ? "cut off" : "followed by other data")
                    + ". Copy or save it again");
        }
    }

    static NpyHeader header(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 12)) {
            return NpyHeader.read(in, file.toString());
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
    }

    private static float[] readFloats(InputStream in, NpyElement element, int count) throws IOException {
        float[] values = new float[count];
        int perChunk = CHUNK / element.size();
        for (int i = 0; i < count; i += Math.min(perChunk, count - i)) {
            int n = Math.min(perChunk, count - i);
            element.decode(next(in, n * element.size()), values, i, n);
        }
        return values;
    }

    private static double[] readDoubles(InputStream in, NpyElement element, int count) throws IOException {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = next(in, 8).order(element.order()).getDouble();
        }
        return values;
    }

    private static long[] readWhole(InputStream in, NpyElement element, int count) throws IOException {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = element.whole(next(in, element.size()));
        }
        return values;
    }

    private static String[] readTexts(InputStream in, NpyElement element, int count) throws IOException {
        String[] values = new String[count];
        for (int i = 0; i < count; i++) {
            values[i] = element.text(next(in, element.size()));
        }
        return values;
    }

    private static ByteBuffer next(InputStream in, int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new IOException("the data end too early");
        }
        return ByteBuffer.wrap(read);
    }

    /** From Fortran order: element (i, j) stands at j * rows + i. */
    private static Object transposed(Object values, int rows, int columns) {
        Object result = Array.newInstance(values.getClass().getComponentType(), rows * columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                System.arraycopy(values, j * rows + i, result, i * columns + j, 1);
            }
        }
        return result;
    }
}
