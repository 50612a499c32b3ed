package io.github.dmu4j.data.small;

import io.github.dmu4j.data.ImageOrigin;
import io.github.dmu4j.data.ImageReader;
import io.github.dmu4j.data.LabeledImages;
import java.nio.file.Path;

/** Opens the small classics again for a run that is resumed. */
public final class SmallImagesReader implements ImageReader {
    private static final String NAME = "smallImages";
    private static final String SET = "set";
    private static final String FOLDER = "folder";
    private static final String PART = "part";
    private static final String TRAINING = "training";
    private static final String TEST = "test";
    private static final String IMAGES = "images";
    private static final String LABELS = "labels";

    /** Both parts of a set, said to come from {@code folder}. */
    static TrainingAndTest openedFrom(String set, Path folder, TrainingAndTest parts) {
        ImageOrigin origin = ImageOrigin.of(NAME).with(SET, set).with(FOLDER, folder);
        return new TrainingAndTest(
                parts.training().openedFrom(origin.with(PART, TRAINING)),
                parts.test().openedFrom(origin.with(PART, TEST)));
    }

    static ImageOrigin idx(Path images, Path labels) {
        return ImageOrigin.of(NAME).with(SET, "idx").with(IMAGES, images).with(LABELS, labels);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LabeledImages open(ImageOrigin origin) {
        return switch (origin.text(SET)) {
            case "cifar10" -> part(SmallImages.cifar10(origin.path(FOLDER)), origin);
            case "cifar100" -> part(SmallImages.cifar100(origin.path(FOLDER)), origin);
            case "cifar100Coarse" -> part(SmallImages.cifar100Coarse(origin.path(FOLDER)), origin);
            case "mnist" -> part(SmallImages.mnist(origin.path(FOLDER)), origin);
            case "idx" -> SmallImages.idx(origin.path(IMAGES), origin.path(LABELS));
            default -> throw origin.unknown(SET);
        };
    }

    private static LabeledImages part(TrainingAndTest parts, ImageOrigin origin) {
        return switch (origin.text(PART)) {
            case TRAINING -> parts.training();
            case TEST -> parts.test();
            default -> throw origin.unknown(PART);
        };
    }
}
