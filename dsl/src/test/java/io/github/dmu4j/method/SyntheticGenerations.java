package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Two generations of embeddings of the same made-up images (docs/method.md, section 9, the form with vectors only): latent
 * centres u_c, images u_c + noise times the class's difficulty, and two small fixed random nets as models: the old one sees
 * the latent through more of its own noise and a narrower net. Deviation: the nets are not trained.
 */
final class SyntheticGenerations {
    private static final int LATENT = 12;

    private final FloatMatrix old;
    private final FloatMatrix fresh;
    private final int[] labels;

    private SyntheticGenerations(FloatMatrix old, FloatMatrix fresh, int[] labels) {
        this.old = old;
        this.fresh = fresh;
        this.labels = labels;
    }

    FloatMatrix old() {
        return old;
    }

    FloatMatrix fresh() {
        return fresh;
    }

    int[] labels() {
        return labels;
    }

    static SyntheticGenerations of(int classes, int perClass, int oldDimension, int newDimension, long seed) {
        SplittableRandom random = Seeds.random(seed, "synthetic");
        double[][] a = gaussian(LATENT, 24, random);
        double[][] oldNet = gaussian(24, oldDimension, random);
        double[][] newNet = gaussian(24, newDimension, random);
        int n = classes * perClass;
        float[][] old = new float[n][];
        float[][] fresh = new float[n][];
        int[] labels = new int[n];
        for (int c = 0; c < classes; c++) {
            double[] centre = gaussian(1, LATENT, random)[0];
            double hard = 0.3 + random.nextDouble();
            for (int i = c * perClass; i < (c + 1) * perClass; i++) {
                double[] latent = plus(centre, 0.6 * hard, random);
                labels[i] = c;
                old[i] = embed(plus(latent, 0.3 * hard, random), a, oldNet);
                fresh[i] = embed(latent, a, newNet);
            }
        }
        return new SyntheticGenerations(FloatMatrix.ofRows(old), FloatMatrix.ofRows(fresh), labels);
    }

    /** Rows whose class is in {@code from} (inclusive) to {@code to} (exclusive). */
    SyntheticGenerations classesFrom(int from, int to) {
        int[] rows = IntStream.range(0, labels.length)
                .filter(i -> labels[i] >= from && labels[i] < to)
                .toArray();
        int[] some = Arrays.stream(rows).map(i -> labels[i]).toArray();
        return new SyntheticGenerations(old.select(rows), fresh.select(rows), some);
    }

    /** Share of queries whose nearest gallery vector of another image has the same label. */
    static double hitRateAtOne(FloatMatrix queries, FloatMatrix gallery, int[] labels) {
        FloatMatrix q = queries.normalised();
        FloatMatrix g = gallery.normalised();
        int hits = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = -1;
            double bestCosine = -2;
            for (int k = 0; k < labels.length; k++) {
                double cosine = 0;
                for (int j = 0; j < q.columns(); j++) {
                    cosine += (double) q.get(i, j) * g.get(k, j);
                }
                if (k != i && cosine > bestCosine) {
                    bestCosine = cosine;
                    best = k;
                }
            }
            hits += labels[best] == labels[i] ? 1 : 0;
        }
        return (double) hits / labels.length;
    }

    /** A linear map of Gaussian values, the same for the same shape. */
    static FloatMatrix randomMap(int rows, int columns) {
        double[][] values = gaussian(rows, columns, Seeds.random(5, "map"));
        float[] floats = new float[rows * columns];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i / columns][i % columns];
        }
        return FloatMatrix.wrap(rows, columns, floats);
    }

    static double[][] gaussian(int rows, int columns, SplittableRandom random) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return values;
    }

    private static double[] plus(double[] centre, double noise, SplittableRandom random) {
        double[] sum = centre.clone();
        for (int j = 0; j < sum.length; j++) {
            sum[j] += noise * random.nextGaussian();
        }
        return sum;
    }

    private static float[] embed(double[] latent, double[][] first, double[][] second) {
        double[] hidden = new double[second.length];
        for (int k = 0; k < hidden.length; k++) {
            for (int j = 0; j < latent.length; j++) {
                hidden[k] += 1.2 * latent[j] * first[j][k] / Math.sqrt(latent.length);
            }
            hidden[k] = Math.tanh(hidden[k]);
        }
        float[] out = new float[second[0].length];
        for (int j = 0; j < out.length; j++) {
            double sum = 0;
            for (int k = 0; k < hidden.length; k++) {
                sum += hidden[k] * second[k][j];
            }
            out[j] = (float) sum;
        }
        return out;
    }
}
