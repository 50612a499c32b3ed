package io.github.dmu4j.method;

/**
 * The inner loops of moving and scoring vectors: rows times a panel of columns. Implementations register through {@link
 * java.util.ServiceLoader} and are stateless: several threads call at once.
 *
 * <p>The same bits from every implementation, so that a gallery does not depend on the machine that moved it: each sum begins at
 * zero and runs over the inner index in order, each product is rounded to the type before it is added (no fused multiply-add).
 */
public interface PanelKernel {
    /** A short name, for example {@code SIMD 512 bits}. */
    String name();

    /** Columns in a float panel that suit a matrix of so many columns, at least 1. */
    int floatWidth(int columns);

    /** The same for doubles. */
    int doubleWidth(int columns);

    /**
     * {@code sums[i, l] = sum over j of rows[i, j] * panel[j, l]}.
     *
     * @param rows row-major (count, inner)
     * @param panel row-major (inner, width)
     * @param width what {@link #floatWidth} gave
     * @param sums row-major (count, width); overwritten
     */
    void multiply(float[] rows, int count, int inner, float[] panel, int width, float[] sums);

    /** As for floats; {@code width} is what {@link #doubleWidth} gave. */
    void multiply(double[] rows, int count, int inner, double[] panel, int width, double[] sums);

    /** Returns when the JVM has compiled the loops, which may take seconds; at once if it has. Called before the first product. */
    default void prepare() {}
}
