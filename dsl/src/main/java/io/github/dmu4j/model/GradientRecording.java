package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * The span in which a training step's operations are recorded for differentiation.
 *
 * <pre>{@code
 * try (NDManager step = network.manager().newSubManager();
 *         GradientRecording recording = GradientRecording.open()) {
 *     NDArray loss = ...network.forward(images, true)...;   // images belong to step
 *     recording.backward(loss);
 *     optimizer.step(network.parameters(), learningRate);   // inside both spans
 * }
 * }</pre>
 *
 * <p>Used instead of DJL's GradientCollector, of which only one may be open in a process, and whose gradients accumulate
 * over steps: here each step records on fresh aliases of the weights ({@link NamedParameter#in}), so nothing has to be set
 * to zero. Grad mode belongs to the thread: open and close on the same one.
 */
public final class GradientRecording implements AutoCloseable {
    private final boolean before;

    private GradientRecording(boolean before) {
        this.before = before;
    }

    /** Starts to record on this thread. */
    public static GradientRecording open() {
        NativeEngine.require();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        return new GradientRecording(before);
    }

    /** What {@code work} gives when it is recorded: for a part of a step on another thread. */
    static <T> T within(Supplier<T> work) {
        GradientRecording recording = open();
        try {
            return work.get();
        } finally {
            recording.close();
        }
    }

    /** What {@code work} gives when nothing is recorded: for models whose weights might ask for gradients. */
    static <T> T without(Supplier<T> work) {
        NativeEngine.require();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /**
     * Computes the gradient of every parameter that {@code loss} depends on. The graph is gone afterwards.
     *
     * @param loss a scalar
     */
    public void backward(NDArray loss) {
        if (loss.size() != 1) {
            throw new IllegalArgumentException("a loss is one number, found shape " + loss.getShape());
        }
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    /** Restores the grad mode that this thread had. */
    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
