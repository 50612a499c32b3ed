package io.github.dmu4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.BatchLoader;
import io.github.dmu4j.data.CachedImages;
import io.github.dmu4j.data.ImageBatch;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.method.Checkpoint;
import io.github.dmu4j.method.LossTerms;
import io.github.dmu4j.method.MethodContext;
import io.github.dmu4j.method.MethodSession;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.ClassifierHead;
import io.github.dmu4j.model.CosineSchedule;
import io.github.dmu4j.model.GradientRecording;
import io.github.dmu4j.model.NamedParameter;
import io.github.dmu4j.model.Network;
import io.github.dmu4j.model.NetworkEmbedder;
import io.github.dmu4j.model.Optimizer;
import io.github.dmu4j.model.OptimizerState;
import io.github.dmu4j.model.Replicas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains an embedding model: the classification loss and whatever the method adds, by SGD on a cosine schedule.
 *
 * <p>Everything random is derived from the seed and the step (initial weights, order, augmentation), and a checkpoint holds
 * weights, running statistics and optimiser state, so that a training which was stopped and resumed equals one that was not,
 * bit for bit (same JVM, libtorch, processor, devices and thread count).
 *
 * <p>Epochs drop the images that do not fill a last batch; every epoch has another order, so none is left out for good.
 */
public final class ModelTraining {
    private static final String NETWORK = "network/";
    private static final String HEAD = "head/";
    private static final String METHOD = "method/";
    private static final String OPTIMIZER = "optimizer/";

    private final TrainingTask task;
    private final TrainingSettings settings;
    private final Preprocessing preprocessing;
    private final Augmentation augmentation;
    private final int batchSize;
    private final int stepsPerEpoch;

    private ModelTraining(TrainingTask task) {
        this.task = task;
        this.settings = task.settings();
        this.preprocessing = settings.preprocessing().orElse(task.images().preprocessing());
        this.augmentation = settings.augmentation().orElse(task.images().augmentation());
        int images = task.images().size();
        if (images < 2 || task.classes().size() < 2) {
            throw new DmuException("training needs at least 2 images of at least 2 classes, found " + images
                    + " images of " + task.classes().size() + " classes in "
                    + task.images().name() + "; give it more images");
        }
        this.batchSize = Math.min(settings.batchSize(), images);
        int devices = task.devices().members().size();
        if (batchSize < 2 * devices) {
            throw new DmuException("a batch of " + batchSize + " images cannot be shared by " + devices
                    + " devices: each needs at least 2 images. Take larger batches, or fewer devices");
        }
        this.stepsPerEpoch = images / batchSize;
    }

    /**
     * Trains, from the newest checkpoint if there is one.
     *
     * @throws RunCancelled if cancelled; a checkpoint of the last whole step was handed over before
     * @throws DmuException if the training set is too small, an image cannot be loaded, or the loss becomes NaN or infinite
     */
    public static TrainedModel train(TrainingTask task) {
        return new ModelTraining(task).run();
    }

    private TrainedModel run() {
        long start = System.nanoTime();
        long totalSteps = totalSteps();
        Optional<Checkpoint> checkpoint = task.checkpoints().latest();
        Backbone backbone = checkpoint.isPresent() ? task.backbone().architecture() : task.backbone();
        Network network =
                backbone.build(preprocessing, task.seed(), task.devices().first());
        try (ClassifierHead head = new ClassifierHead(
                        settings.head(),
                        task.classes().size(),
                        network.dimension(),
                        task.seed(),
                        task.devices().first());
                NDManager sessionManager = network.manager().newSubManager();
                MethodSession session = task.method()
                        .start(new MethodContext(
                                sessionManager,
                                task.old(),
                                task.classes().numbers(),
                                task.classes().size(),
                                network.dimension(),
                                HeadLoss.scale(settings.head()),
                                task.seed()));
                Replicas replicas = new Replicas(network, task.devices().others());
                State state = new State(network, replicas, head, session)) {
            // not before: a method that scores the old vectors is a stage of its own
            task.listener().on(new UpgradeEvent.StageStarted(task.stage(), totalSteps, "step"));
            if (checkpoint.isPresent()) {
                state.restore(checkpoint.get());
                checkpoint = Optional.empty(); // its arrays are not kept through the training
            }
            if (state.step > 0 && state.step % stepsPerEpoch == 0) {
                validate(state); // the earlier session may have ended before it was done
            }
            while (state.epoch() < settings.epochs()) {
                trainEpoch(state, totalSteps);
            }
            network.freeze();
            task.listener().on(new UpgradeEvent.StageCompleted(task.stage(), secondsSince(start)));
            return new TrainedModel(
                    new NetworkEmbedder(network),
                    FloatMatrix.wrap(
                            task.classes().size(),
                            network.dimension(),
                            head.weight().array().toFloatArray()),
                    session.selection());
        } catch (Throwable e) {
            network.close();
            throw e;
        }
    }

    private void trainEpoch(State state, long totalSteps) {
        long start = System.nanoTime();
        int epoch = state.epoch();
        int first = (int) (state.step % stepsPerEpoch);
        int[] order = Seeds.permutation(task.images().size(), Seeds.random(task.seed(), "order", epoch));
        long lastCheckpoint = System.nanoTime();
        try (BatchLoader.Batches batches = state.loader.batches(order, batchSize, task.seed(), epoch, first, true)) {
            while (batches.hasNext()) {
                if (task.cancellation().isRequested()) {
                    throw cancelled(state);
                }
                if (secondsSince(lastCheckpoint) > settings.checkpointSeconds()) {
                    state.checkpoint();
                    lastCheckpoint = System.nanoTime();
                }
                state.take(next(batches, state), totalSteps);
            }
        }
        finishEpoch(state, epoch, start);
    }

    /** The next batch; an interrupt that comes while we wait for it is a cancellation like any other. */
    private ImageBatch next(BatchLoader.Batches batches, State state) {
        try {
            return batches.next();
        } catch (DmuException e) {
            if (task.cancellation().isRequested()) {
                RunCancelled cancelled = cancelled(state);
                cancelled.addSuppressed(e);
                throw cancelled;
            }
            throw e;
        }
    }

    private RunCancelled cancelled(State state) {
        state.checkpoint();
        return new RunCancelled("stopped at step " + state.step + " of " + totalSteps() + ": "
                + task.checkpoints().resumeHint());
    }

    private long totalSteps() {
        return (long) settings.epochs() * stepsPerEpoch;
    }

    private void finishEpoch(State state, int epoch, long start) {
        Map<String, Double> means = new LinkedHashMap<>();
        state.lossSums.forEach((name, sum) -> means.put(name, sum / stepsPerEpoch));
        state.lossSums.clear();
        task.listener()
                .on(new UpgradeEvent.EpochCompleted(
                        task.stage(), epoch + 1, settings.epochs(), means, secondsSince(start)));
        state.checkpoint(); // before the validation, which may be cancelled or fail
        validate(state);
    }

    /** Measures the model at the end of an epoch, if that epoch is to be measured. */
    private void validate(State state) {
        int done = state.epoch();
        boolean last = done == settings.epochs();
        if (settings.validateEvery() == 0 || !(last || done % settings.validateEvery() == 0)) {
            return;
        }
        Map<String, Double> figures;
        try {
            figures = task.validation().measure(NetworkEmbedder.view(state.network), done);
        } catch (RunCancelled e) {
            RunCancelled cancelled = cancelled(state);
            cancelled.addSuppressed(e);
            throw cancelled;
        }
        figures.forEach((name, value) -> {
            String[] parts = name.split("/", 2);
            task.listener().on(new UpgradeEvent.Validated(task.stage(), done, parts[0], parts[1], value));
        });
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    /** What changes from step to step. */
    private final class State implements AutoCloseable {
        private final Network network;
        private final Replicas replicas;
        private final ClassifierHead head;
        private final MethodSession session;
        private final List<NamedParameter> trained = new ArrayList<>();
        private final Optimizer optimizer;
        private final CosineSchedule schedule;
        private final BatchLoader loader = new BatchLoader(
                CachedImages.of(task.images()),
                preprocessing,
                augmentation,
                settings.loaderThreads() > 0
                        ? settings.loaderThreads()
                        : BatchLoader.suitableThreads(preprocessing, batchSize));
        private final Map<String, Double> lossSums = new LinkedHashMap<>();
        private long step;
        private double itemsPerSecond;

        State(Network network, Replicas replicas, ClassifierHead head, MethodSession session) {
            this.network = network;
            this.replicas = replicas;
            this.head = head;
            this.session = session;
            trained.addAll(network.parameters());
            trained.add(head.weight());
            session.parameters().ifPresent(set -> trained.addAll(set.parameters()));
            this.optimizer = settings.optimizer().start();
            this.schedule = new CosineSchedule(
                    settings.learningRate(), settings.warmUpEpochs(), stepsPerEpoch, settings.epochs(), 1e-2, 1e-3);
        }

        int epoch() {
            return (int) (step / stepsPerEpoch);
        }

        void take(ImageBatch images, long totalSteps) {
            long start = System.nanoTime();
            double rate = schedule.at(step);
            Map<String, Double> losses;
            try (NDManager manager = network.manager().newSubManager();
                    GradientRecording recording = GradientRecording.open()) {
                Shape shape =
                        new Shape(images.size(), preprocessing.channels(), preprocessing.size(), preprocessing.size());
                NDArray embeddings = replicas.forward(manager, images.pixels(), shape);
                LossTerms terms = session.loss(batch(manager, embeddings, images));
                recording.backward(terms.total());
                losses = terms.values();
                requireFinite(losses);
                replicas.gather();
                optimizer.step(trained, rate);
            }
            replicas.spread();
            step++;
            losses.forEach((name, value) -> lossSums.merge(name, value, Double::sum));
            double now = images.size() / Math.max(1e-9, (System.nanoTime() - start) / 1e9);
            itemsPerSecond = itemsPerSecond == 0 ? now : 0.95 * itemsPerSecond + 0.05 * now;
            task.listener()
                    .on(new UpgradeEvent.StepCompleted(
                            task.stage(),
                            (int) ((step - 1) / stepsPerEpoch) + 1,
                            step,
                            totalSteps,
                            losses,
                            rate,
                            itemsPerSecond));
        }

        private LoopBatch batch(NDManager manager, NDArray embeddings, ImageBatch images) {
            int[] numbers = new int[images.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = task.classes().numbers()[images.indices()[i]];
            }
            return new LoopBatch(
                    manager,
                    embeddings,
                    numbers,
                    images.indices(),
                    settings.head(),
                    head,
                    Seeds.random(task.seed(), "class sample", step));
        }

        private void requireFinite(Map<String, Double> losses) {
            losses.forEach((name, value) -> {
                if (!Double.isFinite(value)) {
                    throw new DmuException("the loss " + name + " became " + value + " at step " + (step + 1)
                            + " of " + totalSteps() + "; only finite losses can be trained on. Lower the learning rate"
                            + " (now " + settings.learningRate() + ") or the compatibility weight, or limit the"
                            + " gradient, for example withOptimizer(OptimizerSpec.sgd().clipGradientNorm(5))");
                }
            });
        }

        void checkpoint() {
            Map<String, float[]> arrays = new LinkedHashMap<>();
            put(arrays, NETWORK, network.parameterSet().state());
            put(arrays, HEAD, head.parameterSet().state());
            session.parameters().ifPresent(set -> put(arrays, METHOD, set.state()));
            put(arrays, OPTIMIZER, optimizer.state().arrays());
            task.checkpoints()
                    .save(new Checkpoint(step, arrays, new LinkedHashMap<>(lossSums)))
                    .ifPresent(place -> task.listener().on(new UpgradeEvent.CheckpointSaved(place, step)));
        }

        void restore(Checkpoint checkpoint) {
            network.parameterSet().load(under(NETWORK, checkpoint));
            replicas.spread();
            head.parameterSet().load(under(HEAD, checkpoint));
            session.parameters().ifPresent(set -> set.load(under(METHOD, checkpoint)));
            optimizer.restore(new OptimizerState(checkpoint.step(), under(OPTIMIZER, checkpoint)));
            lossSums.putAll(checkpoint.lossSums());
            step = checkpoint.step();
        }

        private static void put(Map<String, float[]> all, String prefix, Map<String, float[]> part) {
            part.forEach((name, values) -> all.put(prefix + name, values));
        }

        private static Map<String, float[]> under(String prefix, Checkpoint checkpoint) {
            Map<String, float[]> part = new LinkedHashMap<>();
            checkpoint.arrays().forEach((name, values) -> {
                if (name.startsWith(prefix)) {
                    part.put(name.substring(prefix.length()), values);
                }
            });
            return part;
        }

        @Override
        public void close() {
            loader.close();
            optimizer.close();
        }
    }
}
