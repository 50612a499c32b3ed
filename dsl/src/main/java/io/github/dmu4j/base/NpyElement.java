package io.github.dmu4j.base;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What one element of a .npy file is, and how it becomes a Java value.
 *
 * @param kind {@code f} floating, {@code i} signed, {@code u} unsigned, {@code b} boolean, {@code S} bytes, {@code U} text
 * @param size bytes of one element
 * @param order byte order
 */
record NpyElement(char kind, int size, ByteOrder order) {

    /**
     * From NumPy's description, for example {@code <f4}.
     *
     * @throws DmuException for types that are not read: bfloat16, complex, objects, dates, structures
     */
    static NpyElement parse(String description, String source) {
        if (description.equals("bfloat16") || description.endsWith("V2")) {
            throw new DmuException(source + " holds bfloat16 vectors (NumPy type " + description
                    + "); readable are float16, float32 and float64. Convert in Python:"
                    + " numpy.save(\"vectors.npy\", array.astype(numpy.float32)), with PyTorch tensor.float().numpy()");
        }
        String digits = description.length() > 2 ? description.substring(2) : "";
        char first = description.isEmpty() ? ' ' : description.charAt(0);
        char kind = description.length() > 1 ? description.charAt(1) : ' ';
        if ("<>|=".indexOf(first) >= 0 && digits.matches("[0-9]{1,8}")) {
            int number = Integer.parseInt(digits);
            boolean known = switch (kind) {
                case 'f' -> number == 2 || number == 4 || number == 8;
                case 'i', 'u' -> number == 1 || number == 2 || number == 4 || number == 8;
                case 'b' -> number == 1;
                case 'S', 'U' -> true;
                default -> false;
            };
            if (known) {
                int size = kind == 'U' ? Math.multiplyExact(number, 4) : number;
                return new NpyElement(kind, size, first == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw new DmuException(source + " has elements of NumPy type " + description
                + "; readable are float16/32/64, integers of 8 to 64 bits, bool, and text (S, U). Convert in Python with"
                + " array.astype(numpy.float32), or astype(str) for identifiers");
    }

    boolean isFloating() {
        return kind == 'f';
    }

    boolean isText() {
        return kind == 'S' || kind == 'U';
    }

    /** Decodes {@code count} floating or whole numbers from the buffer's position. */
    void decode(ByteBuffer source, float[] target, int offset, int count) {
        source.order(order);
        if (kind == 'f' && size == 4) {
            source.asFloatBuffer().get(target, offset, count);
            source.position(source.position() + 4 * count);
        } else if (kind == 'f' && size == 2) {
            for (int i = 0; i < count; i++) {
                target[offset + i] = HalfFloats.toFloat(source.getShort());
            }
        } else {
            for (int i = 0; i < count; i++) {
                target[offset + i] = kind == 'f' ? (float) source.getDouble() : whole(source);
            }
        }
    }

    /** The next whole number; unsigned ones above the range of long are refused. */
    long whole(ByteBuffer source) {
        source.order(order);
        boolean unsigned = kind == 'u' || kind == 'b';
        return switch (size) {
            case 1 -> unsigned ? source.get() & 0xffL : source.get();
            case 2 -> unsigned ? source.getShort() & 0xffffL : source.getShort();
            case 4 -> unsigned ? source.getInt() & 0xffffffffL : source.getInt();
            default -> {
                long value = source.getLong();
                if (unsigned && value < 0) {
                    throw new DmuException("the unsigned number " + Long.toUnsignedString(value)
                            + " is above 2^63 - 1, the largest that is read; store such identifiers as text");
                }
                yield value;
            }
        };
    }

    /** The next text, without the zeros that fill it up. */
    String text(ByteBuffer source) {
        byte[] bytes = new byte[size];
        source.get(bytes);
        Charset charset = kind == 'S'
                ? StandardCharsets.UTF_8
                : Charset.forName(order == ByteOrder.BIG_ENDIAN ? "UTF-32BE" : "UTF-32LE");
        String text = new String(bytes, charset);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }

    /**
     * Encodes floats at the buffer's position, little-endian.
     *
     * @throws DmuException if a finite value is too large for float16
     */
    static void encode(float[] source, int offset, int count, FloatType type, ByteBuffer target) {
        target.order(ByteOrder.LITTLE_ENDIAN);
        if (type == FloatType.FLOAT32) {
            target.asFloatBuffer().put(source, offset, count);
            target.position(target.position() + 4 * count);
            return;
        }
        for (int i = offset; i < offset + count; i++) {
            short half = HalfFloats.toHalf(source[i]);
            if ((half & 0x7fff) == 0x7c00 && !Float.isInfinite(source[i])) {
                throw new DmuException("the value " + source[i] + " does not fit into float16, whose largest is "
                        + HalfFloats.MAX_VALUE + ": store float32, or normalise the vectors first");
            }
            target.putShort(half);
        }
    }
}
