package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.data.face.FaceTemplates;
import java.util.Arrays;

/**
 * How the vectors of a person's images become one: the mean over the images of each medium (the frames of one video count
 * together as much as one photograph), the sum over media, and norm 1.
 *
 * <p>Source: InsightFace, {@code recognition/_evaluation_/ijb/ijb_evals.py} (image2template_feature), as used by MixBCT.
 * Deviations: none; sums in double, rounded to float32 after the normalisation.
 *
 * @param normalisesImages whether an image's vector is brought to norm 1 first: the scripts' "N1"
 * @param weighsByDetector whether it is multiplied by the detector's score: the scripts' "D1"
 */
public record TemplatePooling(boolean normalisesImages, boolean weighsByDetector) {
    /** N0D1, with flip-summed vectors ("F1") what the scripts report: norms as they are, weighed by the detector. */
    public static final TemplatePooling STANDARD = new TemplatePooling(false, true);

    /**
     * One vector of norm 1 for each template.
     *
     * @param images shape (n, d), in the order of the images; normally {@linkplain FlipSum summed} over the flip test. Read row by
     *     row, so that they may lie in a file
     * @return shape (templates, d), in the order of the templates' rows
     * @throws DmuException if the number of rows is another, a row is not finite, or the vectors of a template cancel out
     */
    public FloatMatrix pool(FloatRows images, FaceTemplates templates) {
        return pool(images, "images", templates);
    }

    /** As {@link #pool(FloatRows, FaceTemplates)}; messages call the images by their role. */
    FloatMatrix pool(FloatRows images, String role, FaceTemplates templates) {
        ImageVectors.requireCount(images, templates.images(), role);
        int d = images.columns();
        float[] pooled = new float[Math.multiplyExact(templates.size(), d)];
        long[] order = byTemplateAndMedium(templates);
        float[] vector = new float[d];
        double[] medium = new double[d];
        double[] template = new double[d];
        int from = 0;
        while (from < order.length) {
            int row = templates.templateOf((int) order[from]);
            Arrays.fill(template, 0);
            while (from < order.length && templates.templateOf((int) order[from]) == row) {
                int to = endOfMedium(order, from, templates);
                Arrays.fill(medium, 0);
                for (int i = from; i < to; i++) {
                    int image = (int) order[i];
                    images.read(image, 1, vector);
                    add(vector, weight(vector, image, role, templates), medium);
                }
                for (int j = 0; j < d; j++) {
                    template[j] += medium[j] / (to - from);
                }
                from = to;
            }
            normalise(template, pooled, row, templates);
        }
        return FloatMatrix.wrap(templates.size(), d, pooled);
    }

    /** Images in the low halves, those of one template and one medium side by side, otherwise in their own order. */
    private static long[] byTemplateAndMedium(FaceTemplates templates) {
        int n = templates.images();
        int[] ends = new int[templates.size()];
        for (int i = 0; i < n; i++) {
            ends[templates.templateOf(i)]++;
        }
        for (int t = 1; t < ends.length; t++) {
            ends[t] += ends[t - 1];
        }
        long[] order = new long[n];
        int[] next = ends.clone();
        for (int i = n - 1; i >= 0; i--) {
            order[--next[templates.templateOf(i)]] = ((long) templates.mediumOf(i) << 32) | i;
        }
        for (int t = 0; t < ends.length; t++) {
            Arrays.sort(order, next[t], ends[t]);
        }
        return order;
    }

    private static int endOfMedium(long[] order, int from, FaceTemplates templates) {
        int template = templates.templateOf((int) order[from]);
        int to = from + 1;
        while (to < order.length
                && order[to] >> 32 == order[from] >> 32
                && templates.templateOf((int) order[to]) == template) {
            to++;
        }
        return to;
    }

    private double weight(float[] vector, int image, String role, FaceTemplates templates) {
        double norm = norm(vector);
        ImageVectors.requireFinite(norm, image, role);
        if (normalisesImages && norm == 0) {
            throw new DmuException("the vectors of the " + role + " are all zeros in row " + image
                    + ", which cannot be normalised: look at the model, or pool without normalising images");
        }
        return (weighsByDetector ? templates.scoreOf(image) : 1) / (normalisesImages ? norm : 1);
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    private static void add(float[] vector, double weight, double[] sum) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += weight * vector[j];
        }
    }

    private static void normalise(double[] template, float[] pooled, int row, FaceTemplates templates) {
        double squares = 0;
        for (double value : template) {
            squares += value * value;
        }
        double norm = Math.sqrt(squares);
        if (!(norm > 0) || Double.isInfinite(norm)) {
            throw new DmuException("template " + templates.id(row) + " pools to a vector of norm " + norm
                    + ", which has no direction: look at its images' vectors and detector scores");
        }
        for (int j = 0; j < template.length; j++) {
            pooled[row * template.length + j] = (float) (template[j] / norm);
        }
    }

    @Override
    public String toString() {
        return "N" + (normalisesImages ? 1 : 0) + "D" + (weighsByDetector ? 1 : 0);
    }
}
