package io.github.dmu4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.method.Checkpoint;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.LossTerms;
import io.github.dmu4j.method.MethodContext;
import io.github.dmu4j.method.MethodSession;
import io.github.dmu4j.method.Requirements;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.HeadSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ModelTrainingTest {
    private static final LabeledImages IMAGES = TinyUpgrade.data().newTraining();

    private final List<UpgradeEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Checkpoint> kept = new ArrayList<>();
    private DeviceGroup devices = DeviceGroup.of(Device.cpu());

    /** Keeps every checkpoint. */
    private final CheckpointSink memory = new CheckpointSink() {
        @Override
        public Optional<String> save(Checkpoint checkpoint) {
            kept.add(checkpoint);
            return Optional.of("memory");
        }

        @Override
        public Optional<Checkpoint> latest() {
            return kept.isEmpty() ? Optional.empty() : Optional.of(kept.get(kept.size() - 1));
        }

        @Override
        public String resumeHint() {
            return "train it again";
        }
    };

    private TrainedModel train(LabeledImages images, TrainingSettings settings) {
        return train(images, settings, new Independent(), ValidationProbe.NONE, Cancellation.NEVER);
    }

    private TrainedModel train(
            LabeledImages images,
            TrainingSettings settings,
            CompatibilityMethod method,
            ValidationProbe probe,
            Cancellation cancellation) {
        return ModelTraining.train(new TrainingTask(
                "train",
                TinyUpgrade.NET,
                method,
                images,
                ClassIndex.of(images.labels()),
                Optional.empty(),
                settings,
                7,
                devices,
                memory,
                probe,
                events::add,
                cancellation));
    }

    private <T extends UpgradeEvent> List<T> heard(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static double loss(Map<String, Double> terms) {
        return Objects.requireNonNull(terms.get("classification"));
    }

    /** Mean precision of the ranking of all other images by cosine, averaged over images, in plain loops. */
    private static double meanAveragePrecision(FloatMatrix raw, int[] labels) {
        FloatMatrix z = raw.normalised();
        double sum = 0;
        for (int q = 0; q < labels.length; q++) {
            double precision = 0;
            int relevant = 0;
            for (int r = 0; r < labels.length; r++) {
                if (r == q || labels[r] != labels[q]) {
                    continue;
                }
                relevant++;
                int ranked = 0;
                int hits = 0;
                for (int k = 0; k < labels.length; k++) {
                    if (k != q && cosine(z, q, k) >= cosine(z, q, r)) {
                        ranked++;
                        hits += labels[k] == labels[q] ? 1 : 0;
                    }
                }
                precision += (double) hits / ranked;
            }
            sum += precision / relevant;
        }
        return sum / labels.length;
    }

    private static double cosine(FloatMatrix z, int i, int k) {
        double sum = 0;
        for (int j = 0; j < z.columns(); j++) {
            sum += (double) z.get(i, j) * z.get(k, j);
        }
        return sum;
    }

    @Test
    void theLossFallsAndTrainingClassesAreFoundFarAboveChance() {
        TrainingSettings settings =
                TinyUpgrade.SETTINGS.withEpochs(8).withHead(HeadSpec.softmax()).withAugmentation(Augmentation.none());

        TrainedModel trained = train(IMAGES, settings);

        List<UpgradeEvent.EpochCompleted> epochs = heard(UpgradeEvent.EpochCompleted.class);
        double first = loss(epochs.get(0).losses());
        double last = loss(epochs.get(7).losses());
        assertThat(last).isLessThan(0.7 * first);
        try (var model = trained.embedder()) {
            assertThat(meanAveragePrecision(model.embed(IMAGES), IMAGES.labels()))
                    .as("chance is 1 / 8")
                    .isGreaterThan(0.5);
        }
        assertThat(trained.classifier().rows()).isEqualTo(8);
        assertThat(trained.selection()).isEmpty();
    }

    @Test
    void anEpochHasAsManyStepsAsFullBatchesAndItsLossIsTheirMean() {
        train(IMAGES, TinyUpgrade.SETTINGS.withBatchSize(40)).embedder().close(); // 96 images

        List<UpgradeEvent.StepCompleted> steps = heard(UpgradeEvent.StepCompleted.class);
        assertThat(steps).extracting(UpgradeEvent.StepCompleted::step).containsExactly(1L, 2L, 3L, 4L);
        assertThat(steps).extracting(UpgradeEvent.StepCompleted::epoch).containsExactly(1, 1, 2, 2);
        assertThat(steps).extracting(UpgradeEvent.StepCompleted::totalSteps).containsOnly(4L);
        double mean = (loss(steps.get(2).losses()) + loss(steps.get(3).losses())) / 2;
        assertThat(heard(UpgradeEvent.EpochCompleted.class).get(1).losses())
                .containsExactly(Map.entry("classification", mean));
        assertThat(heard(UpgradeEvent.StageStarted.class))
                .containsExactly(new UpgradeEvent.StageStarted("train", 4, "step"));
    }

    @Test
    void aBatchBiggerThanTheTrainingSetIsTheWholeSet() {
        LabeledImages few = TinyUpgrade.chosen(IMAGES, i -> i % 20 == 0);

        train(few, TinyUpgrade.SETTINGS.withBatchSize(512)).embedder().close();

        assertThat(heard(UpgradeEvent.StepCompleted.class)).hasSize(2);
    }

    /** Records which images each step sees. */
    private record Spying(List<int[]> seen) implements CompatibilityMethod {
        @Override
        public String name() {
            return "spying";
        }

        @Override
        public Map<String, Object> options() {
            return Map.of();
        }

        @Override
        public Requirements requirements() {
            return Requirements.NONE;
        }

        @Override
        public CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation) {
            return this;
        }

        @Override
        public MethodSession start(MethodContext context) {
            return batch -> {
                seen.add(batch.indices().clone());
                return LossTerms.of("classification", batch.classificationLoss());
            };
        }
    }

    @Test
    void everyEpochSeesEveryImageOnceInAnotherOrder() {
        List<int[]> seen = new ArrayList<>();

        train(IMAGES, TinyUpgrade.SETTINGS, new Spying(seen), ValidationProbe.NONE, Cancellation.NEVER)
                .embedder()
                .close();

        int[] first = seen.subList(0, 6).stream().flatMapToInt(Arrays::stream).toArray();
        int[] second = seen.subList(6, 12).stream().flatMapToInt(Arrays::stream).toArray();
        assertThat(first).hasSize(96).doesNotHaveDuplicates().isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrder(first);
    }

    @Test
    void validationIsHeardByPairingEveryWishedEpochAndAfterTheLast() {
        ValidationProbe probe = (model, epoch) -> Map.of("new-to-old/mAP", model.dimension() + epoch / 10.0);

        train(
                        IMAGES,
                        TinyUpgrade.SETTINGS.withEpochs(5).withBatchSize(48).withValidateEvery(2),
                        new Independent(),
                        probe,
                        Cancellation.NEVER)
                .embedder()
                .close();

        assertThat(heard(UpgradeEvent.Validated.class))
                .containsExactly(
                        new UpgradeEvent.Validated("train", 2, "new-to-old", "mAP", 8.2),
                        new UpgradeEvent.Validated("train", 4, "new-to-old", "mAP", 8.4),
                        new UpgradeEvent.Validated("train", 5, "new-to-old", "mAP", 8.5));
    }

    /** Multiplies the loss so that it overflows at the fourth step. */
    private static final class Exploding implements CompatibilityMethod {
        @Override
        public String name() {
            return "exploding";
        }

        @Override
        public Map<String, Object> options() {
            return Map.of();
        }

        @Override
        public Requirements requirements() {
            return Requirements.NONE;
        }

        @Override
        public CompatibilityMethod adaptingWith(Optional<ForwardAdaptation> adaptation) {
            return this;
        }

        @Override
        public MethodSession start(MethodContext context) {
            int[] steps = {0};
            return batch -> LossTerms.of("classification", batch.classificationLoss())
                    .plus("drift", batch.embeddings().square().mean().mul(++steps[0] == 4 ? Float.NaN : 1));
        }
    }

    @Test
    void aLossThatIsNoNumberEndsTheTrainingNamingTermStepAndRemedy() {
        assertThatThrownBy(() ->
                        train(IMAGES, TinyUpgrade.SETTINGS, new Exploding(), ValidationProbe.NONE, Cancellation.NEVER))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the loss drift became NaN at step 4 of 12")
                .hasMessageContaining("Lower the learning rate (now 0.05)");
        assertThat(kept).as("no broken weights are kept").isEmpty();
        assertThat(heard(UpgradeEvent.StepCompleted.class)).hasSize(3);
    }

    @Test
    void cancellationKeepsTheLastWholeStepAndSaysHowToGoOn() {
        Cancellation afterFive = () -> heard(UpgradeEvent.StepCompleted.class).size() == 5;

        assertThatThrownBy(
                        () -> train(IMAGES, TinyUpgrade.SETTINGS, new Independent(), ValidationProbe.NONE, afterFive))
                .isInstanceOf(RunCancelled.class)
                .hasMessage("stopped at step 5 of 12: train it again");
        assertThat(kept).extracting(Checkpoint::step).containsExactly(5L);
        assertThat(heard(UpgradeEvent.CheckpointSaved.class))
                .containsExactly(new UpgradeEvent.CheckpointSaved("memory", 5));
    }

    @Test
    void withoutAFolderCancellationSaysThatNothingIsKeptAndNoCheckpointIsHeard() {
        assertThatThrownBy(() -> ModelTraining.train(new TrainingTask(
                        "train",
                        TinyUpgrade.NET,
                        new Independent(),
                        IMAGES,
                        ClassIndex.of(IMAGES.labels()),
                        Optional.empty(),
                        TinyUpgrade.SETTINGS,
                        7,
                        devices,
                        CheckpointSink.NONE,
                        ValidationProbe.NONE,
                        events::add,
                        () -> heard(UpgradeEvent.StepCompleted.class).size() == 8)))
                .isInstanceOf(RunCancelled.class)
                .hasMessageContaining("no folder to keep a checkpoint in");
        assertThat(heard(UpgradeEvent.CheckpointSaved.class)).isEmpty();
    }

    @Test
    void aValidationThatIsCancelledLosesNoStepAndIsMadeUpForWhenTheTrainingGoesOn() {
        ValidationProbe cancelled = (model, epoch) -> {
            throw new RunCancelled("embedding was stopped");
        };
        TrainingSettings settings = TinyUpgrade.SETTINGS.withValidateEvery(1);

        assertThatThrownBy(() -> train(IMAGES, settings, new Independent(), cancelled, Cancellation.NEVER))
                .isInstanceOf(RunCancelled.class)
                .hasMessage("stopped at step 6 of 12: train it again");
        events.clear();
        train(IMAGES, settings, new Independent(), (m, epoch) -> Map.of("new-to-new/mAP", 1.0), Cancellation.NEVER)
                .embedder()
                .close();

        assertThat(heard(UpgradeEvent.StepCompleted.class).get(0).step()).isEqualTo(7);
        assertThat(heard(UpgradeEvent.Validated.class))
                .extracting(UpgradeEvent.Validated::epoch)
                .containsExactly(1, 2);
    }

    @Test
    void anInterruptWhileWaitingForImagesIsACancellationToo() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger decoded = new AtomicInteger();
        LabeledImages slow = TinyUpgrade.images(index -> {
            if (decoded.incrementAndGet() > 40) {
                waiting.countDown();
                try {
                    interrupted.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread trainer = new Thread(() -> {
            try {
                train(slow, TinyUpgrade.SETTINGS, new Independent(), ValidationProbe.NONE, Cancellation.ON_INTERRUPT);
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        trainer.start();
        waiting.await();
        while (trainer.isAlive() && (trainer.getState() != Thread.State.WAITING || events.size() < 3)) {
            Thread.sleep(5);
        }
        trainer.interrupt();
        trainer.join(20_000);
        interrupted.countDown();

        assertThat(failure.get()).isInstanceOf(RunCancelled.class).hasMessageContaining("train it again");
        assertThat(kept).extracting(Checkpoint::step).containsExactly(2L);
    }

    @Test
    void severalDevicesThatAreStoppedAndGoOnEqualOnesThatAreNot() {
        devices = DeviceGroup.of(Device.cpu(), Device.cpu(), Device.cpu());
        TrainedModel whole = train(IMAGES, TinyUpgrade.SETTINGS);
        kept.clear();
        events.clear();
        Cancellation afterSeven = () -> heard(UpgradeEvent.StepCompleted.class).size() == 7;
        assertThatThrownBy(
                        () -> train(IMAGES, TinyUpgrade.SETTINGS, new Independent(), ValidationProbe.NONE, afterSeven))
                .isInstanceOf(RunCancelled.class);

        TrainedModel resumed = train(IMAGES, TinyUpgrade.SETTINGS);

        try (var first = whole.embedder();
                var second = resumed.embedder()) {
            assertThat(second.hash()).isEqualTo(first.hash());
        }
        assertThat(resumed.classifier()).isEqualTo(whole.classifier());
    }

    @Test
    void aBatchThatCannotBeSharedIsRefused() {
        devices = DeviceGroup.of(Device.cpu(), Device.cpu(), Device.cpu());

        assertThatThrownBy(() -> train(IMAGES, TinyUpgrade.SETTINGS.withBatchSize(5)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("a batch of 5 images cannot be shared by 3 devices")
                .hasMessageContaining("Take larger batches");
    }

    @Test
    void oneClassOrOneImageIsRefusedWithAClearMessage() {
        LabeledImages oneClass = TinyUpgrade.chosen(IMAGES, i -> IMAGES.label(i) == 3);
        LabeledImages oneImage = TinyUpgrade.chosen(IMAGES, i -> i == 3);

        assertThatThrownBy(() -> train(oneClass, TinyUpgrade.SETTINGS))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("found 12 images of 1 classes")
                .hasMessageContaining("give it more images");
        assertThatThrownBy(() -> train(oneImage, TinyUpgrade.SETTINGS))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("found 1 images of 1 classes");
        assertThat(events).isEmpty();
    }
}
