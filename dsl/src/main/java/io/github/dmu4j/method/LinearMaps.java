package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Closed-form linear maps from one embedding space to another. All return R of shape (d_to, d_from), applied as R z to a
 * column vector; with rows X (n, d_from) and Y (n, d_to) of the same images, X R^T should look like Y.
 *
 * <p>Rows are taken as given: normalise them first where the spaces are compared by cosine. Nothing is centred, because an
 * upgrade module has no offset beside R. Computed in double, by blocks of rows. Dimensions up to 512 take a second or so, 2,048 a minute.
 *
 * <p>Source: the orthogonal Procrustes problem (Schoenemann, 1966) and reduced-rank regression (Izenman, 1975), used for
 * embedding upgrades by Drift-Adapter (EMNLP 2025). Deviations: none in the formulas; see each method for unequal dimensions.
 */
public final class LinearMaps {
    /** Ridge parameter when nothing is said: one unit row's worth; our choice. */
    public static final double DEFAULT_RIDGE = 1;

    /** Share of the largest pivot below which one is rounding. */
    private static final double SINGULAR = 1e-14;

    private LinearMaps() {}

    /**
     * The best rotation (or reflection): R = U V^T of the singular value decomposition U S V^T of Y^T X.
     *
     * <p>Unequal dimensions: the thin decomposition gives a rectangular R. To a larger space it is an isometry (R^T R = I)
     * and still the least-squares best one. To a smaller space it is a projection followed by a rotation (R R^T = I), best by
     * the sum of inner products with Y; lengths shrink, so normalise afterwards. Directions that no pair determines (fewer
     * pairs than dimensions) are filled in arbitrarily, but the same way each time.
     *
     * @param from X, shape (n, d_from), n at least 1
     * @param to Y, shape (n, d_to)
     */
    public static FloatMatrix procrustes(FloatRows from, FloatRows to) {
        requirePairs(from, to);
        DMatrixRMaj cross = product(to, from);
        var svd = DecompositionFactory_DDRM.svd(cross.numRows, cross.numCols, true, true, true);
        if (!svd.decompose(cross)) {
            throw new IllegalStateException("the singular value decomposition of a " + cross.numRows + " x "
                    + cross.numCols + " matrix failed; are all embeddings finite?");
        }
        DMatrixRMaj rotation = new DMatrixRMaj(cross.numRows, cross.numCols);
        CommonOps_DDRM.mult(svd.getU(null, false), svd.getV(null, true), rotation);
        return floats(rotation);
    }

    /**
     * Ridge least squares: the R that minimises |X R^T - Y|^2 + ridge |R|^2.
     *
     * @param ridge at least 0; 0 needs at least d_from independent rows
     * @throws IllegalArgumentException if X^T X + ridge I is singular
     */
    public static FloatMatrix leastSquares(FloatRows from, FloatRows to, double ridge) {
        return floats(leastSquares(product(to, from), gram(from, ridge)));
    }

    /**
     * The best R of at most {@code rank}: ridge least squares, projected on the leading eigenvectors of the fitted values'
     * covariance Y^T X R^T. (Cutting the singular values of R itself is only an approximation.)
     *
     * @param rank 1 to min(d_from, d_to)
     * @param ridge as in {@link #leastSquares}; the penalty is that of R before projection
     */
    public static FloatMatrix reducedRank(FloatRows from, FloatRows to, int rank, double ridge) {
        if (rank < 1 || rank > Math.min(from.columns(), to.columns())) {
            throw new IllegalArgumentException("a map from dimension " + from.columns() + " to " + to.columns()
                    + " has rank 1 to " + Math.min(from.columns(), to.columns()) + ", asked for " + rank);
        }
        DMatrixRMaj cross = product(to, from);
        DMatrixRMaj full = leastSquares(cross, gram(from, ridge));
        int d = to.columns();
        DMatrixRMaj fitted = new DMatrixRMaj(d, d);
        CommonOps_DDRM.multTransB(cross, full, fitted);
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                double mean = (fitted.get(i, j) + fitted.get(j, i)) / 2; // symmetric but for rounding
                fitted.set(i, j, mean);
                fitted.set(j, i, mean);
            }
        }
        var svd = DecompositionFactory_DDRM.svd(d, d, true, false, true); // symmetric, not negative: eigenvectors
        if (!svd.decompose(fitted)) {
            throw new IllegalStateException("the eigenvalue decomposition failed; are all embeddings finite?");
        }
        DMatrixRMaj vectors = svd.getU(null, false);
        double[] values = svd.getSingularValues();
        int[] leading = IntStream.range(0, d)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .limit(rank)
                .mapToInt(Integer::intValue)
                .toArray();
        DMatrixRMaj basis = new DMatrixRMaj(d, rank);
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < rank; k++) {
                basis.set(i, k, vectors.get(i, leading[k]));
            }
        }
        DMatrixRMaj coordinates = new DMatrixRMaj(rank, from.columns());
        CommonOps_DDRM.multTransA(basis, full, coordinates);
        DMatrixRMaj result = new DMatrixRMaj(d, from.columns());
        CommonOps_DDRM.mult(basis, coordinates, result);
        return floats(result);
    }

    /** The identity: keeps the vector. */
    public static FloatMatrix identity(int dimension) {
        float[] values = new float[Math.multiplyExact(dimension, dimension)];
        for (int i = 0; i < dimension; i++) {
            values[i * dimension + i] = 1;
        }
        return FloatMatrix.wrap(dimension, dimension, values);
    }

    private static DMatrixRMaj leastSquares(DMatrixRMaj cross, DMatrixRMaj gram) {
        var solver = LinearSolverFactory_DDRM.chol(gram.numRows);
        if (!solver.setA(gram) || smallestPivot(solver.getDecomposition()) < SINGULAR) {
            throw new IllegalArgumentException(
                    "least squares without a ridge needs as many independent pairs as dimensions (" + gram.numRows
                            + "), found fewer; use a ridge above 0, for example " + DEFAULT_RIDGE);
        }
        DMatrixRMaj right = new DMatrixRMaj(cross.numCols, cross.numRows);
        CommonOps_DDRM.transpose(cross, right);
        DMatrixRMaj solution = new DMatrixRMaj(cross.numCols, cross.numRows);
        solver.solve(right, solution);
        DMatrixRMaj map = new DMatrixRMaj(cross.numRows, cross.numCols);
        CommonOps_DDRM.transpose(solution, map);
        return map;
    }

    /** As a share of the largest. (The solver's own "quality" is their product, which is tiny for any large matrix.) */
    private static double smallestPivot(CholeskyDecomposition_F64<DMatrixRMaj> decomposition) {
        DMatrixRMaj lower = decomposition.getT(null);
        double[] pivots = IntStream.range(0, lower.numRows)
                .mapToDouble(i -> lower.get(i, i) * lower.get(i, i))
                .toArray();
        return Arrays.stream(pivots).min().orElse(0)
                / Arrays.stream(pivots).max().orElse(1);
    }

    private static DMatrixRMaj gram(FloatRows rows, double ridge) {
        if (!(ridge >= 0)) {
            throw new IllegalArgumentException("a ridge is at least 0, found " + ridge);
        }
        DMatrixRMaj gram = product(rows, rows);
        for (int i = 0; i < gram.numRows; i++) {
            gram.add(i, i, ridge);
        }
        return gram;
    }

    /** a^T b; every output row by one thread, over the samples in order. */
    static DMatrixRMaj product(FloatRows a, FloatRows b) {
        requirePairs(a, b);
        DMatrixRMaj product = new DMatrixRMaj(a.columns(), b.columns());
        a.forEachBlock((first, block) -> addProduct(block, b.slice(first, first + block.rows()), product));
        return product;
    }

    private static void addProduct(FloatMatrix a, FloatMatrix b, DMatrixRMaj product) {
        int columns = b.columns();
        double[] wide = new double[b.values().length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = b.values()[i];
        }
        IntStream.range(0, a.columns()).parallel().forEach(i -> {
            double[] sums = Arrays.copyOfRange(product.data, i * columns, (i + 1) * columns);
            for (int row = 0; row < a.rows(); row++) {
                multiplyAdd(a.get(row, i), wide, row * columns, sums);
            }
            System.arraycopy(sums, 0, product.data, i * columns, columns);
        });
    }

    private static void multiplyAdd(double factor, double[] values, int offset, double[] sums) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += factor * values[offset + j];
        }
    }

    private static void requirePairs(FloatRows from, FloatRows to) {
        if (from.rows() != to.rows() || from.rows() == 0) {
            throw new IllegalArgumentException("a linear map is fitted to pairs of rows, found " + from.rows() + " and "
                    + to.rows() + "; give both models' vectors of the same images in the same order");
        }
    }

    private static FloatMatrix floats(DMatrixRMaj matrix) {
        float[] values = new float[matrix.numRows * matrix.numCols];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) matrix.data[i];
        }
        return FloatMatrix.wrap(matrix.numRows, matrix.numCols, values);
    }
}
