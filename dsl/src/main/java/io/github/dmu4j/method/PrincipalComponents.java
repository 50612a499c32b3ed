package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;

/**
 * The directions in which vectors differ most, to look at a space in few dimensions. Deterministic: the largest coordinate of a
 * direction is positive.
 *
 * <p>Source: Pearson, 1901: eigenvectors of the covariance. Deviations: none.
 */
public final class PrincipalComponents {
    private final double[] mean;
    private final double[][] directions;
    private final double explained;

    private PrincipalComponents(double[] mean, double[][] directions, double explained) {
        this.mean = mean;
        this.directions = directions;
        this.explained = explained;
    }

    /**
     * Finds the first {@code count} directions.
     *
     * @param rows shape (n, d), n at least 2
     * @param count 1 to d
     */
    public static PrincipalComponents of(FloatMatrix rows, int count) {
        int n = rows.rows();
        int d = rows.columns();
        if (n < 2 || count < 1 || count > d) {
            throw new IllegalArgumentException("principal components need at least 2 rows and 1 to " + d
                    + " directions, found " + n + " rows and " + count + " directions");
        }
        double[] mean = new double[d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                mean[j] += rows.get(i, j) / (double) n;
            }
        }
        DMatrixRMaj covariance = covariance(rows, mean);
        double total = 0;
        for (int j = 0; j < d; j++) {
            total += covariance.get(j, j);
        }
        var svd = DecompositionFactory_DDRM.svd(d, d, true, false, true); // symmetric, not negative: eigenvectors
        if (!svd.decompose(covariance)) {
            throw new IllegalStateException("the eigenvalue decomposition failed; are all vectors finite?");
        }
        double[] values = svd.getSingularValues();
        DMatrixRMaj vectors = svd.getU(null, false);
        boolean[] taken = new boolean[d];
        double[][] directions = new double[count][];
        double kept = 0;
        for (int k = 0; k < count; k++) {
            int best = -1;
            for (int j = 0; j < d; j++) {
                best = !taken[j] && (best < 0 || values[j] > values[best]) ? j : best;
            }
            taken[best] = true;
            kept += values[best];
            directions[k] = column(vectors, best);
        }
        return new PrincipalComponents(mean, directions, total > 0 ? kept / total : 1);
    }

    private static DMatrixRMaj covariance(FloatMatrix rows, double[] mean) {
        int d = rows.columns();
        DMatrixRMaj covariance = new DMatrixRMaj(d, d);
        double[] centred = new double[d];
        for (int i = 0; i < rows.rows(); i++) {
            for (int j = 0; j < d; j++) {
                centred[j] = rows.get(i, j) - mean[j];
            }
            for (int a = 0; a < d; a++) {
                for (int b = 0; b < d; b++) {
                    covariance.data[a * d + b] += centred[a] * centred[b] / (rows.rows() - 1);
                }
            }
        }
        return covariance;
    }

    /** A column, turned so that its largest coordinate is positive. */
    private static double[] column(DMatrixRMaj matrix, int index) {
        double[] column = new double[matrix.numRows];
        double largest = 0;
        for (int i = 0; i < column.length; i++) {
            column[i] = matrix.get(i, index);
            largest = Math.abs(column[i]) > Math.abs(largest) ? column[i] : largest;
        }
        for (int i = 0; largest < 0 && i < column.length; i++) {
            column[i] = -column[i];
        }
        return column;
    }

    /**
     * Coordinates along the directions, from the mean of the rows that made them.
     *
     * @param rows shape (m, d)
     * @return one array a direction, of length m
     */
    public double[][] project(FloatMatrix rows) {
        if (rows.columns() != mean.length) {
            throw new IllegalArgumentException("vectors of dimension " + rows.columns()
                    + " cannot be shown along directions of dimension " + mean.length);
        }
        double[][] coordinates = new double[directions.length][rows.rows()];
        for (int k = 0; k < directions.length; k++) {
            for (int i = 0; i < rows.rows(); i++) {
                for (int j = 0; j < mean.length; j++) {
                    coordinates[k][i] += directions[k][j] * (rows.get(i, j) - mean[j]);
                }
            }
        }
        return coordinates;
    }

    /** The share of the variance that the directions hold, 0 to 1; 1 if all rows are alike. */
    public double explained() {
        return explained;
    }
}
