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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The loop that all embedders share: prepare a batch, forward it, copy the rows out. */
final class BatchedEmbedding {
    /** About 13 MB of pixels a batch: 256 images at 64 pixels, 21 at 224; more gains nothing on two cores. */
    private static final int PIXELS_PER_BATCH = 256 * 3 * 64 * 64;

    /** Smaller batches are filled up with black: below 16 images libtorch takes another, slower convolution and warns. */
    private static final int FEWEST = 16;

    private final Preprocessing preprocessing;
    private final int dimension;
    private final ForwardPass forward;

    /** A model's way from pixels (n, c, h, w) to raw vectors (n, dimension), both row-major; {@code input} is for the pixels. */
    @FunctionalInterface
    interface ForwardPass {
        float[] vectors(float[] pixels, int images, InputBuffer input);
    }

    BatchedEmbedding(Preprocessing preprocessing, int dimension, ForwardPass forward) {
        this.preprocessing = preprocessing;
        this.dimension = dimension;
        this.forward = forward;
    }

    /**
     * By libtorch.
     *
     * @param parent whose sub-managers own a batch's arrays
     * @param forward (n, c, h, w) to (n, dimension), float32
     */
    BatchedEmbedding(NDManager parent, Preprocessing preprocessing, int dimension, UnaryOperator<NDArray> forward) {
        this(preprocessing, dimension, (pixels, images, input) -> {
            int n = Math.max(FEWEST, images);
            int side = preprocessing.size();
            float[] filled = n == images ? pixels : Arrays.copyOf(pixels, n * preprocessing.length());
            try (NDManager step = parent.newSubManager()) {
                NDArray batch = input.array(step, filled, new Shape(n, preprocessing.channels(), side, side));
                float[] vectors =
                        GradientRecording.without(() -> forward.apply(batch).toFloatArray());
                return Arrays.copyOf(vectors, images * dimension);
            }
        });
    }

    FloatMatrix embed(LabeledImages images, UpgradeListener listener, Cancellation cancellation) {
        float[] vectors = new float[Math.multiplyExact(images.size(), dimension)];
        int[] filled = {0};
        embedInBlocks(
                images,
                block -> {
                    System.arraycopy(block.values(), 0, vectors, filled[0], block.values().length);
                    filled[0] += block.values().length;
                },
                listener,
                cancellation);
        return FloatMatrix.wrap(images.size(), dimension, vectors);
    }

    /** Hands over batch after batch. */
    void embedInBlocks(
            LabeledImages images, Consumer<FloatMatrix> blocks, UpgradeListener listener, Cancellation cancellation) {
        String stage = "embed " + images.name();
        int total = images.size();
        listener.on(new UpgradeEvent.StageStarted(stage, total, "image"));
        InputBuffer input = new InputBuffer();
        long start = System.nanoTime();
        int threads = Math.max(
                Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                BatchLoader.suitableThreads(preprocessing, batchSize()));
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
                float[] rows = forward.vectors(batch.pixels(), batch.size(), input);
                blocks.accept(FloatMatrix.wrap(batch.size(), dimension, rows));
                done += batch.size();
                double rate = done / Math.max(1e-9, seconds(start));
                listener.on(new UpgradeEvent.StepCompleted(stage, 0, done, total, Map.of(), 0, rate));
            }
        }
        listener.on(new UpgradeEvent.StageCompleted(stage, seconds(start)));
    }

    private static RunCancelled cancelled(LabeledImages images, int done) {
        return new RunCancelled("embedding " + images.name() + " was stopped after " + done + " of " + images.size()
                + " images; call it again to start over");
    }

    private int batchSize() {
        return Math.max(FEWEST, Math.min(256, PIXELS_PER_BATCH / preprocessing.length()));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }
}
