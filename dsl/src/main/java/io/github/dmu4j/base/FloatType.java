package io.github.dmu4j.base;

/** How vectors are stored in a file. In memory they are always float32. */
public enum FloatType {
    /** IEEE 754 half precision: 11 bits of mantissa, largest value 65504. Halves a gallery; cosines move by less than 0.001. */
    FLOAT16(2, "<f2"),
    /** IEEE 754 single precision: stored as in memory, bit for bit. */
    FLOAT32(4, "<f4");

    private final int bytes;
    private final String description;

    FloatType(int bytes, String description) {
        this.bytes = bytes;
        this.description = description;
    }

    /** Bytes of one value. */
    public int bytes() {
        return bytes;
    }

    /** NumPy's name of the type, little-endian. */
    String description() {
        return description;
    }
}
