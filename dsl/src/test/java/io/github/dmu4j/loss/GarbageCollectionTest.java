package io.github.dmu4j.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A number that DJL wraps for {@code x.mul(number)} lies in a Java buffer that nobody holds afterwards, while torch's graph
 * still reads it on the way back. Whatever is differentiated must therefore use {@link Scalars}; a training fails about once in
 * ten thousand steps otherwise.
 */
class GarbageCollectionTest {
    private static final double[][] NEW = Torch.random(5, 4, 3);
    private static final double[][] OLD = Torch.random(5, 4, 4);

    private final Torch torch = new Torch();

    @AfterEach
    void close() {
        torch.close();
    }

    private double[] gradient(UnaryOperator<NDArray> perSample, boolean collect) throws InterruptedException {
        NDArray x = torch.matrix(NEW);
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = perSample.apply(x).mean();
            if (collect) {
                System.gc();
                Thread.sleep(50); // buffers are freed by another thread
            }
            collector.backward(loss);
            return x.getGradient().toDoubleArray();
        }
    }

    @Test
    void gradientsAreTheSameWhenGarbageIsCollectedBeforeTheWayBack() throws InterruptedException {
        NDArray old = torch.matrix(OLD);
        NDArray labels = torch.manager.create(new int[] {0, 1, 0, 2, 1});
        Map<String, UnaryOperator<NDArray>> losses = new TreeMap<>();
        losses.put("ArcFace", x -> new ArcFace(30, 0.3).perSample(Embeddings.normalise(x), labels));
        losses.put("CosFace", x -> new CosFace(30, 0.3).perSample(Embeddings.normalise(x), labels));
        losses.put("prototypes", x -> new PrototypeLoss(30).perSample(x, old, labels));
        losses.put("raw classifier", x -> OldClassifierLoss.raw().perSample(x, old, labels));
        losses.put(
                "normalised classifier", x -> OldClassifierLoss.normalised(30).perSample(x, old, labels));
        losses.put("contrastive", x -> Contrastive.ract().perSample(x, old, labels));
        losses.put("triplet", x -> Triplet.ract().perSample(x, old, labels));
        losses.put("lwf", x -> new Lwf(0.5).perSample(x, old));
        losses.put("l2", x -> new L2(true).perSample(x, old));

        for (Map.Entry<String, UnaryOperator<NDArray>> loss : losses.entrySet()) {
            assertThat(gradient(loss.getValue(), true)).as(loss.getKey()).isEqualTo(gradient(loss.getValue(), false));
        }
    }
}
