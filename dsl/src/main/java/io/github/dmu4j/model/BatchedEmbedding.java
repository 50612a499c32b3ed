package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.BatchLoader;
import io.github.dmu4j.data.ImageBatch;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The loop that both embedders share: prepare a batch, forward it in a manager of its own, copy the rows out. */
final class BatchedEmbedding {
    /** About 13 MB of pixels a batch: 256 images at 64 pixels, 21 at 224; more gains nothing on two cores. */
    private static final int PIXELS_PER_BATCH = 256 * 3 * 64 * 64;

    /** Smaller batches are filled up with black: below 16 images libtorch takes another, slower convolution and warns. */
    private static final int FEWEST = 16;

    private final NDManager parent;
    private final Preprocessing preprocessing;
    private final int dimension;
    private final UnaryOperator<NDArray> forward;

    /**
     * @param parent whose sub-managers own a batch's arrays
     * @param forward (n, c, h, w) to (n, dimension), float32
     */
    BatchedEmbedding(NDManager parent, Preprocessing preprocessing, int dimension, UnaryOperator<NDArray> forward) {
        this.parent = parent;
        this.preprocessing = preprocessing;
        this.dimension = dimension;
        this.forward = forward;
    }

    FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        String stage = "embed " + images.name();
        int total = images.size();
        float[] vectors = new float[Math.multiplyExact(total, dimension)];
        listener.on(new UpgradeEvent.StageStarted(stage, total, "image"));
        long start = System.nanoTime();
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        try (BatchLoader loader = new BatchLoader(images, preprocessing, Augmentation.none(), threads);
                BatchLoader.Batches batches = loader.inOrder(batchSize())) {
            int done = 0;
            while (batches.hasNext()) {
                if (cancellation.isRequested()) {
                    throw cancelled(images, done);
                }
                ImageBatch batch;
                try {
                    batch = batches.next();
                } catch (DmuException e) {
                    if (cancellation.isRequested()) { // the interrupt came while we waited for images
                        RunCancelled cancelled = cancelled(images, done);
                        cancelled.addSuppressed(e);
                        throw cancelled;
                    }
                    throw e;
                }
                float[] rows = rows(batch);
                System.arraycopy(rows, 0, vectors, done * dimension, rows.length);
                done += batch.size();
                double rate = done / Math.max(1e-9, seconds(start));
                listener.on(new UpgradeEvent.StepCompleted(stage, 0, done, total, Map.of(), 0, rate));
            }
        }
        listener.on(new UpgradeEvent.StageCompleted(stage, seconds(start)));
        return FloatMatrix.wrap(total, dimension, vectors);
    }

    private static RunCancelled cancelled(LabeledImages images, int done) {
        return new RunCancelled("embedding " + images.name() + " was stopped after " + done + " of " + images.size()
                + " images; call it again to start over");
    }

    private float[] rows(ImageBatch batch) {
        int side = preprocessing.size();
        int n = Math.max(FEWEST, batch.size());
        float[] pixels = Arrays.copyOf(batch.pixels(), n * preprocessing.length());
        try (NDManager step = parent.newSubManager()) {
            NDArray images = step.create(pixels, new Shape(n, preprocessing.channels(), side, side));
            float[] rows = GradientRecording.without(() -> forward.apply(images).toFloatArray());
            return Arrays.copyOf(rows, batch.size() * dimension);
        }
    }

    private int batchSize() {
        return Math.max(FEWEST, Math.min(256, PIXELS_PER_BATCH / preprocessing.length()));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
