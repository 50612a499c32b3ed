package io.github.dmu4j.method;

/**
 * The inner loops of training an upgrade module on the processor: a tile of a matrix product, of a few rows and columns whose sums fit
 * into registers. Implementations register through {@link java.util.ServiceLoader} and are stateless: several threads call at once.
 *
 * <p>Each sum begins at zero and runs over the inner index in order by fused multiply-adds ({@link Math#fma(float, float, float)}), so
 * that the bits depend neither on the number of threads nor on the width of the registers.
 */
public interface TileKernel {
    /** A short name, for example {@code SIMD 512 bits}. */
    String name();

    /** Rows of a tile, at least 1. */
    int rows();

    /** Columns of a tile, a multiple of {@link #rows}. */
    int columns();

    /**
     * {@code out[outAt + r * stride + l] = sum over j of left[leftAt + j * rows() + r] * right[rightAt + j * columns() + l]}, of all r
     * below {@link #rows} and l below {@link #columns}.
     *
     * @param inner how many products a sum has
     * @param stride at least {@link #columns}
     */
    void multiply(float[] left, int leftAt, float[] right, int rightAt, int inner, float[] out, int outAt, int stride);

    /** Returns when the JVM has compiled the loops, which may take a second; at once if it has. Called before the first product. */
    default void prepare() {}
}
