package io.github.dmu4j.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.loss.L2;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.LossTerms;
import io.github.dmu4j.method.MethodContext;
import io.github.dmu4j.method.MethodSession;
import io.github.dmu4j.method.Requirements;
import io.github.dmu4j.method.TrainingBatch;
import io.github.dmu4j.method.UpgradeModuleTraining;
import io.github.dmu4j.method.UpgradePairs;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.Backbones;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.NativeEngine;
import io.github.dmu4j.model.Network;
import io.github.dmu4j.model.NetworkEmbedder;
import io.github.dmu4j.model.OptimizerSpec;
import io.github.dmu4j.model.ResNet;
import io.github.dmu4j.model.Stem;
import io.github.dmu4j.train.ModelTraining;
import io.github.dmu4j.train.TrainingSettings;
import io.github.dmu4j.train.TrainingTask;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Our side of {@code training} and {@code neighbour}: the library's own loops on random pixels and vectors. A training runs for ever on a thread of
 * its own and is let go for a few steps a measurement, as a user's would be in the middle.
 */
public final class Training {
    private static final int SIDE = 64;
    private static final int CLASSES = 1_000;
    private static final int BATCH = 32;
    private static final int IMAGES = 2_048;
    private static final int PAIRS = 200_000;
    private static final int DIMENSION = 512;

    private Training() {}

    public static void main(String[] args) throws Exception {
        NativeEngine.setThreads(Integer.parseInt(args[0]));
        Rounds rounds = new Rounds()
                .fact("libtorch", NativeEngine.version())
                .fact("threads", NativeEngine.threads());
        Noise images = new Noise(SIDE, CLASSES, IMAGES);
        Network old = net().build(images.preprocessing(), 1, Device.cpu()).freeze();
        NetworkEmbedder embedder = new NetworkEmbedder(net().build(images.preprocessing(), 2, Device.cpu()));
        Held cached = new Held("training", listener -> train(images, new Bct(), listener));
        Held looped = new Held("training with the old net", listener -> train(images, new OldInLoop(images, old), listener));
        Held narrow = new Held("upgrade module", listener -> adapt(DIMENSION, listener));
        Held wide = new Held("wide upgrade module", listener -> adapt(4 * DIMENSION, listener));
        rounds.row("training step", () -> BATCH * cached.stepsPerSecond(3, 20))
                .row("training step, old net in the loop", () -> BATCH * looped.stepsPerSecond(3, 15))
                .row("embedding", () -> IMAGES / 2 / Rounds.seconds(() -> embedder.embed(images.subset(IntStream.range(0, IMAGES / 2).toArray()))))
                .row("upgrade module, hidden 512", () -> narrow.stepsPerSecond(5, 150))
                .row("upgrade module, hidden 2048", () -> wide.stepsPerSecond(5, 50))
                .answer();
    }

    private static ResNet net() {
        return Backbones.resNet18(DIMENSION).stem(Stem.LARGE);
    }

    private static void train(Noise images, CompatibilityMethod method, UpgradeListener listener) {
        TrainingSettings settings = TrainingSettings.DEFAULTS
                .withEpochs(1_000_000)
                .withBatchSize(BATCH)
                .withLearningRate(0.01)
                .withOptimizer(OptimizerSpec.sgd().weightDecay(5e-4))
                .withCheckpointSeconds(1e9)
                .withValidateEvery(0);
        var old = new MethodContext.OldKnowledge(vectors(IMAGES, DIMENSION, 3).normalised(), null, null);
        ModelTraining.train(new TrainingTask("training", net(), method, images, ClassIndex.of(images.labels()),
                Optional.of(old), settings, 7, DeviceGroup.of(Device.cpu()), CheckpointSink.NONE, ValidationProbe.NONE, listener,
                Cancellation.NEVER));
    }

    private static void adapt(int hidden, UpgradeListener listener) {
        // A rotation to begin with is fitted before the first step; the identity spares the benchmark that time.
        ForwardAdaptation options = new ForwardAdaptation()
                .start(ForwardAdaptation.Start.IDENTITY)
                .hidden(hidden)
                .holdOut(0)
                .epochs(1_000_000);
        UpgradeModuleTraining.with(options, 7)
                .heardBy(listener)
                .train(UpgradePairs.of(vectors(PAIRS, DIMENSION, 4), vectors(PAIRS, DIMENSION, 5)));
    }

    private static FloatMatrix vectors(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() - 0.5);
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    /** A training that goes on only while it is asked for steps. */
    private static final class Held implements UpgradeListener {
        private final Thread thread;
        private final SynchronousQueue<Integer> asked = new SynchronousQueue<>();
        private final SynchronousQueue<Long> done = new SynchronousQueue<>();
        private int left = 1;

        Held(String name, Consumer<UpgradeListener> work) {
            thread = new Thread(() -> work.accept(this), name);
            thread.setDaemon(true);
        }

        /** Steps a second over {@code counted} steps, after {@code skipped} that are not. */
        double stepsPerSecond(int skipped, int counted) throws InterruptedException {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
                done.take();
            }
            asked.put(skipped);
            long start = done.take();
            asked.put(counted);
            return counted / ((done.take() - start) / 1e9);
        }

        @Override
        public void on(UpgradeEvent event) {
            if (event instanceof UpgradeEvent.StepCompleted && --left == 0) {
                try {
                    done.put(System.nanoTime());
                    left = asked.take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** BCT, and a pull towards what the frozen old net says of the very batch; the library itself embeds with it once, before. */
    private record OldInLoop(Noise images, Network old) implements CompatibilityMethod {
        @Override
        public String name() {
            return "old net in the loop";
        }

        @Override
        public Map<String, Object> options() {
            return Map.of();
        }

        @Override
        public Requirements requirements() {
            return Requirements.OLD_MODEL;
        }

        @Override
        public CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation) {
            return this;
        }

        @Override
        public MethodSession start(MethodContext context) {
            MethodSession bct = new Bct().start(context);
            return new MethodSession() {
                @Override
                public LossTerms loss(TrainingBatch batch) {
                    Shape shape = new Shape(batch.indices().length, 3, SIDE, SIDE);
                    NDArray pixels = batch.manager().create(images.prepared(batch.indices()), shape);
                    NDArray embedded = old.forward(pixels, false);
                    return bct.loss(batch)
                            .plus("old", new L2(true).perSample(batch.embeddings(), embedded).mean());
                }

                @Override
                public void close() {
                    bct.close();
                }
            };
        }
    }
}
