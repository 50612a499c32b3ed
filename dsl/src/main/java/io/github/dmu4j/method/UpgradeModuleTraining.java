package io.github.dmu4j.method;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains an {@link UpgradeModule} on both models' vectors of the same images; no image is read.
 *
 * <p>R is fitted first and then fixed; the branches are trained one after another from different derived seeds, each with the
 * loss {@link UpgradeLoss} and torch.optim.SGD's update. After every epoch 1 - cos with the new vectors is measured on the
 * held-out classes (rows when unlabelled); the best epoch is kept, and R alone counts as epoch 0, so that on the held-out
 * part a trained module is never worse than its start. Without anything held out the last epoch is kept.
 *
 * <p>The same seed, options, pairs, device, JVM, libtorch and thread count give the same module bit for bit.
 *
 * <p>On the processor the steps of a training that takes more than a second or two are done in Java, if the JVM has a {@link
 * TileKernel}, batches are normalised and there is no class term; all others by the engine.
 *
 * <p>Uses the process-wide gradient collector: one training at a time per process. Immutable; each {@code withX} returns a copy.
 */
public final class UpgradeModuleTraining {
    /** Name of the stage in events. */
    public static final String STAGE = "train upgrade module";

    private final ForwardAdaptation options;
    private final long seed;
    private final Device device;
    private final UpgradeListener listener;
    private final Cancellation cancellation;

    private UpgradeModuleTraining(
            ForwardAdaptation options, long seed, Device device, UpgradeListener listener, Cancellation cancellation) {
        this.options = options;
        this.seed = seed;
        this.device = device;
        this.listener = listener;
        this.cancellation = cancellation;
    }

    /** Training with these options and root seed, on the CPU, heard by nobody, never cancelled. */
    public static UpgradeModuleTraining with(ForwardAdaptation options, long seed) {
        return new UpgradeModuleTraining(options, seed, Device.cpu(), UpgradeListener.NONE, Cancellation.NEVER);
    }

    /** The same on another device. */
    public UpgradeModuleTraining on(Device other) {
        return new UpgradeModuleTraining(options, seed, other, listener, cancellation);
    }

    /** The same, heard by {@code other}: one stage {@link #STAGE}, whose epochs count on through the branches. */
    public UpgradeModuleTraining heardBy(UpgradeListener other) {
        return new UpgradeModuleTraining(options, seed, device, other, cancellation);
    }

    /** The same, asked before every step whether to stop. */
    public UpgradeModuleTraining cancelledBy(Cancellation other) {
        return new UpgradeModuleTraining(options, seed, device, listener, other);
    }

    /**
     * The trained module; it holds no native memory.
     *
     * @throws DmuException if an option needs something that the pairs lack, or the loss stops being finite
     * @throws RunCancelled if cancelled; nothing is kept, a training takes seconds
     */
    public UpgradeModule train(UpgradePairs pairs) {
        requireFit(pairs);
        boolean[] chooses = heldOut(pairs);
        UpgradePairs training = pairs.select(
                IntStream.range(0, pairs.size()).filter(i -> !chooses[i]).toArray());
        UpgradePairs heldOut = pairs.select(
                IntStream.range(0, pairs.size()).filter(i -> chooses[i]).toArray());
        UpgradeModule start = start(training, heldOut);
        FloatMatrix linear = start.linear();
        if (options.branches() == 0) {
            return start;
        }
        Progress progress = new Progress(stepsPerEpoch(training.size()));
        listener.on(new UpgradeEvent.StageStarted(STAGE, progress.totalSteps(), "step"));
        List<UpgradeBranch> branches = new ArrayList<>();
        UpgradeBatch all = UpgradeBatch.of(training, linear, options.emphasis(), options.classBlend());
        try (NDManager manager = NDManager.newBaseManager(device)) {
            UpgradeLoss loss = new UpgradeLoss(options, classifier(manager, pairs));
            for (int branch = 0; branch < options.branches(); branch++) {
                branches.add(trainBranch(manager, branch, loss, all, heldOut, start, progress));
            }
        }
        listener.on(new UpgradeEvent.StageCompleted(STAGE, progress.seconds()));
        return new UpgradeModule(
                pairs.input(), pairs.output(), linear, branches, pairs.scores().isPresent());
    }

    private UpgradeBranch trainBranch(
            NDManager manager,
            int branch,
            UpgradeLoss loss,
            UpgradeBatch all,
            UpgradePairs heldOut,
            UpgradeModule start,
            Progress progress) {
        int n = all.in().rows();
        int batch = Math.min(options.batchSize(), n);
        int from = all.in().columns();
        int to = start.linear().rows();
        UpgradeBranch.Normalisation normalisation = switch (options.normalisation()) {
            case BATCH -> UpgradeBranch.Normalisation.BATCH;
            case LAYER -> UpgradeBranch.Normalisation.LAYER;
            case AUTO -> batch >= 64 ? UpgradeBranch.Normalisation.BATCH : UpgradeBranch.Normalisation.LAYER;
        };
        int hidden = options.hidden() > 0
                ? options.hidden()
                : Math.min(4 * start.linear().columns(), 2048);
        UpgradeBranch first =
                BranchTraining.start(normalisation, from, hidden, to, Seeds.random(seed, "psi-init", branch));
        try (BranchTraining training = training(manager, loss, first, batch, n)) {
            UpgradeBranch best = first;
            double bestLoss = heldOut.size() == 0 ? Double.POSITIVE_INFINITY : distance(start, heldOut);
            if (branch == 0 && heldOut.size() > 0) {
                listener.on(new UpgradeEvent.Validated(STAGE, 0, "hold-out", "1-cos", bestLoss));
            }
            for (int epoch = 0; epoch < options.epochs(); epoch++) {
                int[] order = Seeds.permutation(n, Seeds.random(seed, "psi-order", branch, epoch));
                trainEpoch(training, all, order, batch, progress, epoch);
                UpgradeBranch now = training.snapshot();
                if (heldOut.size() == 0) {
                    best = now;
                    continue;
                }
                UpgradeModule module = new UpgradeModule(
                        start.input(),
                        start.output(),
                        start.linear(),
                        List.of(now),
                        heldOut.scores().isPresent());
                double heldOutLoss = distance(module, heldOut);
                listener.on(new UpgradeEvent.Validated(STAGE, progress.epoch(), "hold-out", "1-cos", heldOutLoss));
                if (heldOutLoss < bestLoss) {
                    bestLoss = heldOutLoss;
                    best = now;
                }
            }
            return best;
        }
    }

    /** In Java where that is faster and can be done, otherwise by the engine; the same mathematics, other last digits. */
    private BranchTraining training(NDManager manager, UpgradeLoss loss, UpgradeBranch first, int batch, int rows) {
        boolean written = !device.isGpu()
                && first.normalisation() == UpgradeBranch.Normalisation.BATCH
                && options.classWeight() == 0;
        double inputs = first.firstWeight().columns();
        double outputs = first.secondWeight().rows();
        double products =
                (double) options.epochs() * stepsPerEpoch(rows) * batch * first.hidden() * (2 * inputs + 3 * outputs);
        return TileKernels.of(written ? products : 0)
                .<BranchTraining>map(kernel -> new HostBranch(kernel, options, first, batch))
                .orElseGet(() -> new EngineBranch(manager, options, loss, first));
    }

    private void trainEpoch(
            BranchTraining training, UpgradeBatch all, int[] order, int batchSize, Progress progress, int epoch) {
        int steps = stepsPerEpoch(order.length);
        Map<String, Double> sums = new LinkedHashMap<>();
        long started = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            if (cancellation.isRequested()) {
                throw new RunCancelled("training of the upgrade module was cancelled at step " + progress.step()
                        + " of " + progress.totalSteps() + "; call train again to start over, it takes seconds");
            }
            int[] rows = Arrays.copyOfRange(order, step * batchSize, (step + 1) * batchSize);
            double rate = learningRate((long) epoch * steps + step, steps);
            Map<String, Double> terms = training.step(all.select(rows), rate);
            terms.forEach((name, value) -> {
                if (!Double.isFinite(value)) {
                    throw new DmuException("the " + name + " loss of the upgrade module became " + value + " at step "
                            + progress.step() + "; lower the learning rate (now " + options.learningRate() + ")");
                }
                sums.merge(name, value / steps, Double::sum);
            });
            progress.stepDone(terms, rate, batchSize);
        }
        progress.epochDone(sums, (System.nanoTime() - started) / 1e9);
    }

    /** Linear warm-up from a thousandth, then half a cosine to a hundredth; per step, counted from 0. */
    double learningRate(long step, int stepsPerEpoch) {
        double peak = options.learningRate();
        double warmUp = options.warmUpEpochs() * stepsPerEpoch;
        double total = (double) options.epochs() * stepsPerEpoch;
        if (step < warmUp) {
            return peak * (1e-3 + (1 - 1e-3) * step / warmUp);
        }
        double share = (step - warmUp) / Math.max(1, total - warmUp);
        return peak * (1e-2 + (1 - 1e-2) * (1 + Math.cos(Math.PI * share)) / 2);
    }

    /** Unit rows of the new classifier, transposed, or null without class term. */
    private @Nullable NDArray classifier(NDManager manager, UpgradePairs pairs) {
        if (options.classWeight() == 0) {
            return null;
        }
        FloatMatrix weights = pairs.classifier().orElseThrow();
        float[] transposed = RightFactor.transposed(weights.values(), weights.rows(), weights.columns());
        return manager.create(transposed, new Shape(weights.columns(), weights.rows()));
    }

    private int stepsPerEpoch(int rows) {
        return Math.max(1, rows / options.batchSize());
    }

    /** R alone. */
    private UpgradeModule start(UpgradePairs training, UpgradePairs heldOut) {
        return switch (options.start()) {
            case IDENTITY ->
                linear(training, LinearMaps.identity(training.oldEmbeddings().columns()));
            case PROCRUSTES -> rotation(training);
            case LEAST_SQUARES -> leastSquares(training);
            case AUTO -> {
                UpgradeModule rotation = rotation(training);
                if (heldOut.size() == 0) {
                    yield rotation;
                }
                UpgradeModule leastSquares = leastSquares(training);
                yield distance(leastSquares, heldOut) < distance(rotation, heldOut) ? leastSquares : rotation;
            }
        };
    }

    private static UpgradeModule rotation(UpgradePairs pairs) {
        return linear(pairs, LinearMaps.procrustes(pairs.oldEmbeddings(), pairs.newEmbeddings()));
    }

    private static UpgradeModule leastSquares(UpgradePairs pairs) {
        return linear(
                pairs, LinearMaps.leastSquares(pairs.oldEmbeddings(), pairs.newEmbeddings(), LinearMaps.DEFAULT_RIDGE));
    }

    private static UpgradeModule linear(UpgradePairs pairs, FloatMatrix map) {
        return UpgradeModule.linear(pairs.input(), pairs.output(), map);
    }

    /** Mean 1 - cos with the new vectors. */
    private static double distance(UpgradeModule module, UpgradePairs pairs) {
        double[] sum = {0};
        pairs.oldEmbeddings().forEachBlock((first, old) -> {
            int end = first + old.rows();
            FloatMatrix adapted = module.takesScore()
                    ? module.adapt(old, Arrays.copyOfRange(pairs.scores().orElseThrow(), first, end))
                    : module.adapt(old);
            FloatMatrix fresh = pairs.newEmbeddings().slice(first, end);
            for (int i = 0; i < adapted.values().length; i++) {
                sum[0] += (double) adapted.values()[i] * fresh.values()[i];
            }
        });
        return 1 - sum[0] / pairs.size();
    }

    private void requireFit(UpgradePairs pairs) {
        int from = pairs.oldEmbeddings().columns();
        int to = pairs.newEmbeddings().columns();
        if (options.start() == ForwardAdaptation.Start.IDENTITY && from != to) {
            throw new DmuException("the upgrade module was asked to start at the identity, but dimensions are " + from
                    + " and " + to + "; start at PROCRUSTES or LEAST_SQUARES");
        }
        if (options.classBlend() > 0 && pairs.labels().isEmpty()) {
            throw new DmuException("classBlend " + options.classBlend()
                    + " needs labels and the pairs have none; give labels" + " or set classBlend to 0");
        }
        if (options.keepWeight() > 0 && pairs.heritability().isEmpty()) {
            throw new DmuException("keepWeight " + options.keepWeight()
                    + " needs heritability and the pairs have none; give normalised scores or set keepWeight to 0");
        }
        if (options.classWeight() > 0) {
            int classes = pairs.classifier().map(FloatMatrix::rows).orElse(0);
            int[] labels = pairs.labels().orElse(new int[0]);
            if (labels.length == 0 || Arrays.stream(labels).max().orElse(0) >= classes) {
                throw new DmuException(
                        "classWeight " + options.classWeight() + " needs labels and a new classifier with a row"
                                + " for each, found " + labels.length + " labels and " + classes
                                + " rows; give both, or set classWeight to 0");
            }
        }
    }

    /**
     * Which rows are held out: those of round(share of the classes) classes, at least one if there are two or more and the
     * share is not 0; of the rows if unlabelled. A row of no class is never held out.
     */
    boolean[] heldOut(UpgradePairs pairs) {
        int n = pairs.size();
        int[] groups = pairs.labels().orElseGet(() -> IntStream.range(0, n).toArray());
        int[] distinct = Arrays.stream(groups)
                .filter(group -> group != UpgradePairs.NO_CLASS)
                .distinct()
                .sorted()
                .toArray();
        int count = options.holdOut() == 0 || distinct.length < 2
                ? 0
                : Math.max(1, (int) Math.round(options.holdOut() * distinct.length));
        int[] order = Seeds.permutation(distinct.length, Seeds.random(seed, "psi-hold-out"));
        int[] chosen =
                Arrays.stream(order, 0, count).map(i -> distinct[i]).sorted().toArray();
        boolean[] heldOut = new boolean[n];
        for (int i = 0; i < n; i++) {
            heldOut[i] = Arrays.binarySearch(chosen, groups[i]) >= 0;
        }
        return heldOut;
    }

    /** Counts steps and epochs through all branches and tells the listener. */
    private final class Progress {
        private final long totalSteps;
        private final long started = System.nanoTime();
        private long step;
        private int epoch;

        Progress(int stepsPerEpoch) {
            totalSteps = (long) stepsPerEpoch * options.epochs() * options.branches();
        }

        long totalSteps() {
            return totalSteps;
        }

        long step() {
            return step;
        }

        int epoch() {
            return epoch;
        }

        double seconds() {
            return (System.nanoTime() - started) / 1e9;
        }

        void stepDone(Map<String, Double> terms, double rate, int batch) {
            step++;
            double perSecond = step * batch / Math.max(seconds(), 1e-9);
            listener.on(new UpgradeEvent.StepCompleted(STAGE, epoch + 1, step, totalSteps, terms, rate, perSecond));
        }

        void epochDone(Map<String, Double> means, double seconds) {
            epoch++;
            listener.on(new UpgradeEvent.EpochCompleted(
                    STAGE, epoch, options.epochs() * options.branches(), means, seconds));
        }
    }
}
