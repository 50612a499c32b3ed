package io.github.dmu4j.data.vector;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.HeapRoom;
import java.nio.file.Path;

/**
 * The vectors of a .fvecs or .bvecs file of any size, read in blocks of rows: the memory used is that of the block asked for.
 * The dimension that each row repeats is checked whenever the row is read. Threads may share an instance.
 */
public final class VectorRows {
    private final VecFile file;

    private VectorRows(VecFile file) {
        this.file = file;
    }

    /**
     * Opens float32 vectors.
     *
     * @throws io.github.dmu4j.base.DmuException if the file is missing, or its length is no multiple of that of its first row
     */
    public static VectorRows fvecs(Path path) {
        return new VectorRows(VecFile.open(path, Float.BYTES, "fvecs"));
    }

    /** Opens vectors of unsigned bytes; as {@link #fvecs}. */
    public static VectorRows bvecs(Path path) {
        return new VectorRows(VecFile.open(path, 1, "bvecs"));
    }

    /** Number of vectors; may be beyond the range of int. */
    public long rows() {
        return file.rows();
    }

    /** Length of each vector. */
    public int dimension() {
        return file.dimension();
    }

    /**
     * Rows {@code from} to {@code from + count}.
     *
     * @throws IndexOutOfBoundsException if they are not all there
     * @throws io.github.dmu4j.base.DmuException if a row has another dimension, or the block does not fit into half of the heap
     */
    public FloatMatrix read(long from, int count) {
        if (from < 0 || count < 0 || from > rows() - count) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + (from + count) + " of " + rows());
        }
        long values = (long) count * dimension();
        HeapRoom.require(
                values * Float.BYTES + file.blockBytes(),
                count + " vectors of " + file.file().path(),
                "read fewer rows at once");
        float[] target = new float[Math.toIntExact(values)];
        boolean bytes = file.width() == 1;
        file.forEach(from, count, (row, components) -> {
            int at = row * dimension();
            for (int i = 0; i < dimension(); i++) {
                target[at + i] = bytes ? components.get() & 0xff : components.getFloat();
            }
        });
        return FloatMatrix.wrap(count, dimension(), target);
    }

    /** All of them. @throws io.github.dmu4j.base.DmuException if they do not fit into half of the heap */
    public FloatMatrix readAll() {
        HeapRoom.require(
                rows() * dimension() * Float.BYTES + file.blockBytes(),
                "the vectors of " + file.file().path(),
                "read them in blocks: VectorRows.fvecs(path).read(from, count)");
        return read(0, (int) Math.min(rows(), Integer.MAX_VALUE));
    }

    @Override
    public String toString() {
        return "VectorRows: " + rows() + " x " + dimension() + " in "
                + file.file().path();
    }
}
