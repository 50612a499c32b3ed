package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import java.util.Arrays;

/**
 * 1:N search accuracy: the gallery has one template per class, the L2-normalised mean of its normalised vectors, and a
 * query is right if its nearest template is of its class. Source: Biondi et al., IamCL2R. Deviations: none known.
 */
public final class NearestClassTemplate {
    private NearestClassTemplate() {}

    /**
     * One value per query: 1 right, 0 wrong, NaN if its class has no gallery item. Equal scores: smaller label first.
     *
     * @throws DmuException if a vector is zero or holds a NaN, or the vectors of a class cancel out
     */
    public static double[] perQuery(
            SimilaritySearch search,
            FloatMatrix queries,
            int[] queryLabels,
            FloatMatrix gallery,
            int[] galleryLabels,
            Cancellation cancellation) {
        FloatMatrix unit = Similarity.COSINE.prepare(gallery, "gallery");
        int[] classes = Arrays.stream(galleryLabels).sorted().distinct().toArray();
        FloatMatrix templates = templates(unit, galleryLabels, classes);
        Neighbours nearest = search.search(Similarity.COSINE, queries, templates, 1, SelfMatches.NONE, cancellation);
        double[] values = new double[queries.rows()];
        for (int q = 0; q < values.length; q++) {
            boolean hasTemplate = Arrays.binarySearch(classes, queryLabels[q]) >= 0;
            boolean isRight = classes[nearest.indices(q)[0]] == queryLabels[q];
            values[q] = !hasTemplate ? Double.NaN : isRight ? 1 : 0;
        }
        return values;
    }

    private static FloatMatrix templates(FloatMatrix unit, int[] labels, int[] classes) {
        int d = unit.columns();
        double[][] sums = new double[classes.length][d];
        for (int i = 0; i < unit.rows(); i++) {
            double[] sum = sums[Arrays.binarySearch(classes, labels[i])];
            for (int j = 0; j < d; j++) {
                sum[j] += unit.get(i, j);
            }
        }
        float[] values = new float[classes.length * d];
        for (int c = 0; c < classes.length; c++) {
            for (int j = 0; j < d; j++) {
                values[c * d + j] = (float) sums[c][j];
            }
        }
        return FloatMatrix.wrap(classes.length, d, values);
    }
}
