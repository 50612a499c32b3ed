package io.github.dmu4j.retrieval;

import java.util.Arrays;

/**
 * A sequence of T models: C[t][k] = M(queries of model t, gallery of model k), k &lt;= t. Source: Biondi et al., "CL2R:
 * Compatible Lifelong Learning Representations", 2022, and the code of IamCL2R and CoReS. Deviations: equality with the
 * old system is a failure, as in the criterion (CoReS counts it as success); zeros are not dropped from the mean; with
 * one model the average compatibility is NaN (the code says 1). A value that is NaN, because the dimensions of the two models
 * differ, is no compatible pair and makes the means that it is part of NaN.
 */
public final class CompatibilityMatrix {
    private final double[][] c;

    private CompatibilityMatrix(double[][] c) {
        this.c = c;
    }

    /**
     * Copies a lower triangle.
     *
     * @param lowerTriangle row t has at least t + 1 values; what is right of the diagonal is ignored
     * @throws IllegalArgumentException if there is no row or a row is too short
     */
    public static CompatibilityMatrix of(double[][] lowerTriangle) {
        if (lowerTriangle.length == 0) {
            throw new IllegalArgumentException("a compatibility matrix of no models asked; at least one is needed");
        }
        double[][] copy = new double[lowerTriangle.length][];
        for (int t = 0; t < copy.length; t++) {
            if (lowerTriangle[t].length < t + 1) {
                throw new IllegalArgumentException("row " + t + " of the compatibility matrix has "
                        + lowerTriangle[t].length + " values; it needs one for each of the " + (t + 1)
                        + " models up to and including its own");
            }
            copy[t] = Arrays.copyOf(lowerTriangle[t], t + 1);
        }
        return new CompatibilityMatrix(copy);
    }

    /** T, how many models there are. */
    public int models() {
        return c.length;
    }

    /**
     * C[t][k].
     *
     * @param query t, from 0
     * @param gallery k, from 0 to {@code query}
     * @throws IllegalArgumentException if there is no such model, or the gallery is of a later one
     */
    public double value(int query, int gallery) {
        if (query < 0 || query >= c.length || gallery < 0 || gallery > query) {
            throw new IllegalArgumentException("the value of query model " + query + " and gallery model " + gallery
                    + " asked; models are 0 to " + (c.length - 1) + ", and a gallery is never of a later model");
        }
        return c[query][gallery];
    }

    /** AC: the share of pairs t &gt; k with C[t][k] &gt; C[k][k]; NaN for a single model. */
    public double averageCompatibility() {
        int compatible = 0;
        int pairs = 0;
        for (int t = 1; t < c.length; t++) {
            for (int k = 0; k < t; k++) {
                compatible += c[t][k] > c[k][k] ? 1 : 0;
                pairs++;
            }
        }
        return pairs == 0 ? Double.NaN : (double) compatible / pairs;
    }

    /** AM: the mean of C[t][k] over all k &lt;= t, the diagonal included. */
    public double averageMetric() {
        double sum = 0;
        int count = 0;
        for (int t = 0; t < c.length; t++) {
            for (int k = 0; k <= t; k++) {
                sum += c[t][k];
                count++;
            }
        }
        return sum / count;
    }

    /** BC: how the last model's queries do on each older gallery, mean of C[T][t] - C[t][t]; NaN for a single model. */
    public double backwardCompatibility() {
        int last = c.length - 1;
        double sum = 0;
        for (int t = 0; t < last; t++) {
            sum += c[last][t] - c[t][t];
        }
        return last == 0 ? Double.NaN : sum / last;
    }

    /** FC: what each model loses on the gallery before its own, mean of C[t][t-1] - C[t][t]; NaN for a single model. */
    public double forwardCompatibility() {
        double sum = 0;
        for (int t = 1; t < c.length; t++) {
            sum += c[t][t - 1] - c[t][t];
        }
        return c.length == 1 ? Double.NaN : sum / (c.length - 1);
    }
}
