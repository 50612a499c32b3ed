package io.github.dmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.InheritanceLoss;
import io.github.dmu4j.method.LossTerms;
import io.github.dmu4j.method.MethodContext;
import io.github.dmu4j.method.MethodContext.OldKnowledge;
import io.github.dmu4j.method.MethodSession;
import io.github.dmu4j.method.Requirements;
import io.github.dmu4j.method.SelectionMeasure;
import io.github.dmu4j.method.SelectionOutcome;
import io.github.dmu4j.method.SelectionWeights;
import io.github.dmu4j.method.TrainingBatch;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.NativeEngine;
import io.github.dmu4j.model.NetworkEmbedder;
import io.github.dmu4j.model.ParameterSet;
import io.github.dmu4j.run.FrozenModel;
import io.github.dmu4j.run.PlanProblems;
import io.github.dmu4j.run.UpgradeTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every method must do, ours and a user's. */
class MethodContractTest {
    private static final LabeledImages IMAGES = TinyUpgrade.data().newTraining();
    private static final ClassIndex CLASSES = ClassIndex.of(IMAGES.labels());
    private static final TrainingSettings ONE_EPOCH = TinyUpgrade.SETTINGS.withEpochs(1);

    private static FrozenModel old;
    private static OldKnowledge knowledge;

    @BeforeAll
    static void trainTheOldModel() {
        old = TinyUpgrade.oldModel();
        knowledge = old.knowledge(old.embed(IMAGES, UpgradeListener.NONE, Cancellation.NEVER), IMAGES, CLASSES);
    }

    @AfterAll
    static void closeTheOldModel() {
        old.close();
    }

    /** A user's method: pulls each new embedding to the old one of the same image. Nothing but public classes. */
    record Pull(double weight) implements CompatibilityMethod {
        @Override
        public String name() {
            return "pull";
        }

        @Override
        public Map<String, Object> options() {
            return Map.of("weight", weight);
        }

        @Override
        public Requirements requirements() {
            return new Requirements(true, false, true);
        }

        @Override
        public CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation) {
            return this;
        }

        @Override
        public MethodSession start(MethodContext context) {
            float[] all = context.requireOld().embeddings().toMatrix().values();
            int d = context.dimension();
            return batch -> {
                float[] rows = new float[batch.indices().length * d];
                for (int i = 0; i < batch.indices().length; i++) {
                    System.arraycopy(all, batch.indices()[i] * d, rows, i * d, d);
                }
                NDArray target = batch.manager().create(rows).reshape(-1, d);
                NDArray distance = batch.normalised().sub(target).square().sum(new int[] {1});
                return LossTerms.of("classification", batch.classificationLoss())
                        .plus("pull", weight, distance.mean());
            };
        }
    }

    static Stream<CompatibilityMethod> methods() {
        return Stream.of(
                new Independent(),
                new Bct(),
                new Bct().form(Bct.Form.RAW_CLASSIFIER),
                new Bct().form(Bct.Form.NORMALISED_CLASSIFIER).weight(2),
                new Dmu(),
                new Dmu().uniform(),
                new Dmu().anti(),
                new Dmu().hard(),
                new Dmu().selectBy(SelectionMeasure.entropy()).weight(3),
                new Dmu().weighting(SelectionWeights.correctOnly()),
                new Dmu().weighting(SelectionWeights.exponential(0.5)),
                new Dmu().inheritBy(InheritanceLoss.l2()).weight(8),
                new Dmu().inheritBy(InheritanceLoss.contrastive()).ractWeight(0.5),
                new Pull(2));
    }

    private record Result(String hash, List<Map<String, Double>> losses) {}

    private static Result train(CompatibilityMethod method, Backbone backbone, TrainingSettings settings, long seed) {
        List<Map<String, Double>> losses = new ArrayList<>();
        return train(
                method,
                backbone,
                settings,
                seed,
                event -> {
                    if (event instanceof UpgradeEvent.StepCompleted step) {
                        losses.add(step.losses());
                    }
                },
                losses);
    }

    private static Result train(
            CompatibilityMethod method,
            Backbone backbone,
            TrainingSettings settings,
            long seed,
            UpgradeListener listener,
            List<Map<String, Double>> losses) {
        TrainedModel trained = ModelTraining.train(new TrainingTask(
                "train",
                backbone,
                method,
                IMAGES,
                CLASSES,
                method.requirements().oldModel() ? Optional.of(knowledge) : Optional.empty(),
                settings,
                seed,
                DeviceGroup.of(Device.cpu()),
                CheckpointSink.NONE,
                ValidationProbe.NONE,
                listener,
                Cancellation.NEVER));
        try (NetworkEmbedder model = trained.embedder()) {
            return new Result(model.hash(), losses);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    void lossesAreFiniteAndTheSameSeedGivesTheSameModel(CompatibilityMethod method) {
        Result first = train(method, TinyUpgrade.NET, ONE_EPOCH, 1);

        assertThat(first.losses())
                .hasSize(6)
                .allSatisfy(step ->
                        assertThat(step.values()).allMatch(Double::isFinite).allMatch(value -> value >= 0));
        assertThat(train(method, TinyUpgrade.NET, ONE_EPOCH, 1)).isEqualTo(first);
        assertThat(train(method, TinyUpgrade.NET, ONE_EPOCH, 2).hash()).isNotEqualTo(first.hash());
    }

    /** Collects garbage between loss and gradient, and looks at the arrays that the session keeps. */
    private record Watched(CompatibilityMethod method, List<float[]> before, List<float[]> after)
            implements CompatibilityMethod {
        @Override
        public String name() {
            return method.name();
        }

        @Override
        public Map<String, Object> options() {
            return method.options();
        }

        @Override
        public Requirements requirements() {
            return method.requirements();
        }

        @Override
        public CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation) {
            return this;
        }

        @Override
        public MethodSession start(MethodContext context) {
            MethodSession session = method.start(context);
            before.addAll(kept(context));
            return new MethodSession() {
                @Override
                public LossTerms loss(TrainingBatch batch) {
                    LossTerms terms = session.loss(batch);
                    System.gc();
                    sleep(); // buffers are freed by another thread
                    return terms;
                }

                @Override
                public Optional<ParameterSet> parameters() {
                    return session.parameters();
                }

                @Override
                public Optional<SelectionOutcome> selection() {
                    return session.selection();
                }

                @Override
                public void close() {
                    after.addAll(kept(context));
                    session.close();
                }
            };
        }

        private static List<float[]> kept(MethodContext context) {
            return context.manager().getManagedArrays().stream()
                    .map(NDArray::toFloatArray)
                    .toList();
        }

        private static void sleep() {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    void onlyTheNewModelLearnsAndTheGarbageCollectorChangesNothing(CompatibilityMethod method) {
        float[] embeddings = knowledge.embeddings().toMatrix().values().clone();
        float[] classifier =
                Objects.requireNonNull(knowledge.classifier()).values().clone();
        String oldWeights = ((NetworkEmbedder) old.embedder()).network().hash();
        Watched watched = new Watched(method, new ArrayList<>(), new ArrayList<>());

        Result disturbed = train(watched, TinyUpgrade.NET, ONE_EPOCH, 1);

        assertThat(disturbed).isEqualTo(train(method, TinyUpgrade.NET, ONE_EPOCH, 1));
        assertThat(knowledge.embeddings().toMatrix().values()).isEqualTo(embeddings);
        assertThat(Objects.requireNonNull(knowledge.classifier()).values()).isEqualTo(classifier);
        assertThat(((NetworkEmbedder) old.embedder()).network().hash()).isEqualTo(oldWeights);
        assertThat(watched.after()).hasSameSizeAs(watched.before());
        for (int i = 0; i < watched.before().size(); i++) {
            assertThat(watched.after().get(i)).isEqualTo(watched.before().get(i));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    void whatAMethodNeedsAndLacksIsAProblemOfThePlan(CompatibilityMethod method) {
        FrozenModel withoutClassifier = new FrozenModel(old.embedder(), Optional.empty());
        UpgradeTask equal = TinyUpgrade.task(old, method);
        UpgradeTask bare = TinyUpgrade.task(withoutClassifier, method);

        assertThat(PlanProblems.of(equal)).isEmpty();
        assertThat(PlanProblems.of(bare).stream().filter(p -> p.contains("comes without one")))
                .hasSize(method.requirements().oldClassifier() ? 1 : 0);
        assertThat(PlanProblems.of(TinyUpgrade.task(old, method, TinyUpgrade.WIDER)).stream()
                        .filter(p -> p.contains("needs equal dimensions, the old model has 8 and the new one 10")))
                .hasSize(method.requirements().equalDimensions() ? 1 : 0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    void liveArraysDoNotGrow(CompatibilityMethod method) {
        Backbone backbone = method.requirements().equalDimensions() ? TinyUpgrade.NET : TinyUpgrade.WIDER;
        boolean long200 = method.equals(new Dmu());
        LiveArrays live = new LiveArrays();

        train(method, backbone, TinyUpgrade.SETTINGS.withEpochs(long200 ? 34 : 5), 1, live, new ArrayList<>());

        assertThat(live.at(long200 ? 200 : 30)).isEqualTo(live.at(10));
        assertThat(live.now()).as("all is freed at the end").isLessThanOrEqualTo(live.atStart);
    }

    @Test
    @Tag("slow")
    void twoThousandStepsLeaveArraysAndMemoryAsTheyWere() throws IOException {
        LiveArrays live = new LiveArrays();
        List<Long> resident = new ArrayList<>();
        train(
                new Dmu(),
                TinyUpgrade.WIDER,
                TinyUpgrade.SETTINGS.withEpochs(334),
                1,
                event -> {
                    live.on(event);
                    if (event instanceof UpgradeEvent.StepCompleted step && step.step() % 500 == 0) {
                        resident.add(residentKilobytes());
                    }
                },
                new ArrayList<>());

        assertThat(live.at(2000)).isEqualTo(live.at(10));
        assertThat(resident.get(3) - resident.get(0))
                .as("kB grown from step 500 to step 2,000; the Java heap may still grow a little")
                .isLessThan(100_000);
    }

    /** Resident memory; 0 where the system does not say it this way. */
    private static long residentKilobytes() {
        Path status = Path.of("/proc/self/status");
        try (Stream<String> lines = Files.exists(status) ? Files.lines(status) : Stream.empty()) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Counts the arrays of the whole process after every step. */
    private static final class LiveArrays implements UpgradeListener {
        private final List<Integer> counts = new ArrayList<>();
        private final int atStart = now();

        int now() {
            try (NDManager any = NativeEngine.require().newBaseManager()) {
                return any.getParentManager().getManagedArrays().size();
            }
        }

        int at(int step) {
            return counts.get(step - 1);
        }

        @Override
        public void on(UpgradeEvent event) {
            if (event instanceof UpgradeEvent.StepCompleted) {
                counts.add(now());
            }
        }
    }
}
