package io.github.dmu4j;

import ai.djl.Device;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.model.Backbones;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.ResNet;
import io.github.dmu4j.run.FrozenModel;
import io.github.dmu4j.run.ModelRun;
import io.github.dmu4j.run.UpgradeTask;
import io.github.dmu4j.train.TrainingSettings;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The smallest upgrade that has everything: twelve classes of twelve grey images, 12 x 12, and nets that train in a blink. */
public final class TinyUpgrade {
    public static final int SIDE = 12;
    public static final int PER_CLASS = 12;
    public static final int CLASSES = 12;

    /** Old net. */
    public static final ResNet NET = Backbones.resNet10(8).widths(4, 4, 4);

    /** New net of another dimension. */
    public static final ResNet WIDER = Backbones.resNet10(10).widths(4, 4, 6);

    /** Two epochs of six steps on {@link #data}. */
    public static final TrainingSettings SETTINGS = TrainingSettings.DEFAULTS
            .withEpochs(2)
            .withBatchSize(16)
            .withLearningRate(0.05)
            .withValidateEvery(0);

    private TinyUpgrade() {}

    /** All twelve classes: a coarse pattern per class, noise per image. Image i is of class i / 12. */
    public static LabeledImages images() {
        return images(index -> {});
    }

    /** The same, telling {@code decoding} before each image is decoded. */
    public static LabeledImages images(IntConsumer decoding) {
        return new Patterns(decoding);
    }

    /** Old: half the images of classes 0 to 3; new: all of 0 to 7; validation: 8 and 9; test: 10 and 11. */
    public static UpgradeData data() {
        LabeledImages all = images();
        LabeledImages validation = chosen(all, i -> all.label(i) / 2 == 4);
        LabeledImages test = chosen(all, i -> all.label(i) / 2 == 5);
        return new UpgradeData(
                "tiny",
                "extended-class 0.5",
                1,
                chosen(all, i -> all.label(i) < 4 && i % 2 == 0),
                chosen(all, i -> all.label(i) < 8),
                new RetrievalImages(validation, validation),
                new RetrievalImages(test, test));
    }

    /** The images that {@code wanted} accepts, in order. */
    public static LabeledImages chosen(LabeledImages all, IntPredicate wanted) {
        return all.subset(IntStream.range(0, all.size()).filter(wanted).toArray());
    }

    /** An old model of {@link #NET}, trained for one epoch. */
    public static FrozenModel oldModel() {
        return ModelRun.train(
                NET,
                data().oldTraining(),
                SETTINGS.withEpochs(1),
                3,
                DeviceGroup.of(Device.cpu()),
                Optional.empty(),
                UpgradeListener.NONE,
                Cancellation.NEVER);
    }

    /** An upgrade to {@link #NET} by {@code method}, in memory, on the CPU. */
    public static UpgradeTask task(FrozenModel old, CompatibilityMethod method) {
        return task(old, method, NET);
    }

    /** An upgrade to {@code net} by {@code method}, in memory, on the CPU. */
    public static UpgradeTask task(FrozenModel old, CompatibilityMethod method, ResNet net) {
        return new UpgradeTask(
                old,
                Optional.of(net),
                Optional.empty(),
                method,
                data(),
                SETTINGS,
                5,
                DeviceGroup.of(Device.cpu()),
                Optional.empty(),
                UpgradeListener.NONE,
                Cancellation.NEVER);
    }

    /** DMU with a small upgrade module. */
    public static Dmu dmu() {
        return new Dmu()
                .withForwardAdaptation(
                        a -> new ForwardAdaptation().hidden(8).epochs(2).batchSize(32));
    }

    private record Patterns(IntConsumer decoding) implements LabeledImages {
        @Override
        public String name() {
            return "tiny";
        }

        @Override
        public int size() {
            return CLASSES * PER_CLASS;
        }

        @Override
        public String id(int index) {
            return "tiny-" + index;
        }

        @Override
        public int label(int index) {
            return index / PER_CLASS;
        }

        @Override
        public List<String> classNames() {
            return IntStream.range(0, CLASSES).mapToObj(c -> "class-" + c).toList();
        }

        @Override
        public PixelImage image(int index) {
            decoding.accept(index);
            SplittableRandom pattern = Seeds.random(11, "pattern", label(index));
            SplittableRandom noise = Seeds.random(11, "noise", index);
            int[] cells = IntStream.range(0, 16).map(i -> pattern.nextInt(256)).toArray();
            byte[] pixels = new byte[SIDE * SIDE];
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int value = cells[y / 3 * 4 + x / 3] + noise.nextInt(-50, 51);
                    pixels[y * SIDE + x] = (byte) Math.max(0, Math.min(255, value));
                }
            }
            return new PixelImage(SIDE, SIDE, 1, pixels);
        }

        @Override
        public Preprocessing preprocessing() {
            return Preprocessing.grey(SIDE);
        }

        @Override
        public Augmentation augmentation() {
            return Augmentation.characters();
        }

        @Override
        public boolean synthetic() {
            return true;
        }

        @Override
        public String fingerprint() {
            return "tiny patterns of version 1";
        }
    }
}
