package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * One batch as a method sees it. Every array belongs to {@link #manager()}, which is closed after the step.
 */
public interface TrainingBatch {
    /** Owner of everything that lives for this step only. */
    NDManager manager();

    /** Raw new embeddings f_n; shape (n, d), float32, part of the graph. */
    NDArray embeddings();

    /** New embeddings of unit norm z_n = f / max(|f|, 1e-12); shape (n, d). Computed once. */
    NDArray normalised();

    /** Classes 0..K-1 of the new training set; shape (n), int64. */
    NDArray labels();

    /** Which images of the new training set these are. Do not write to it. */
    int[] indices();

    /** Mean classification loss of the head (softmax, ArcFace or CosFace); a scalar. Computed once. */
    NDArray classificationLoss();

    /** One value per image of the batch, taken from one value per image of the new training set; shape (n), float32. */
    default NDArray gather(float[] perImage) {
        int[] indices = indices();
        float[] picked = new float[indices.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = perImage[indices[i]];
        }
        return manager().create(picked);
    }
}
