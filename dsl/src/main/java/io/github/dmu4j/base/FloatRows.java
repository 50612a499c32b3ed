package io.github.dmu4j.base;

/**
 * A matrix of float32 that is read a block of rows at a time, and so need not be in memory as a whole. {@link FloatMatrix} is one on
 * the Java heap, {@link MappedNpy} one in a file. Implementations can be read by several threads at once and do not change.
 */
public interface FloatRows {
    /** Number of rows. */
    int rows();

    /** Number of columns: the dimension of the embeddings. */
    int columns();

    /**
     * Copies rows {@code from} to {@code from + count} to the beginning of {@code target}, row-major; what lies behind them stays.
     *
     * @param target length at least {@code count * columns()}
     * @throws IndexOutOfBoundsException if the rows are not all there, or do not fit into the target
     */
    void read(int from, int count, float[] target);

    /**
     * The same rows as float16 bits, if that is how they are stored: for a reader that widens them faster than {@link #read} does.
     *
     * @param target length at least {@code count * columns()}
     * @return false, and nothing is copied, if the rows are stored in another form
     * @throws IndexOutOfBoundsException as {@link #read}
     */
    default boolean readHalves(int from, int count, short[] target) {
        return false;
    }
}
