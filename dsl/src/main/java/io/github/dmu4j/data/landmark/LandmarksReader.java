package io.github.dmu4j.data.landmark;

import io.github.dmu4j.data.ImageOrigin;
import io.github.dmu4j.data.ImageReader;
import io.github.dmu4j.data.LabeledImages;
import java.nio.file.Path;

/** Opens the training images of Google Landmarks again for a run that is resumed. */
public final class LandmarksReader implements ImageReader {
    private static final String NAME = "gldv2";
    private static final String ROOT = "root";
    private static final String LABELS = "labels";

    static ImageOrigin training(Path root) {
        return ImageOrigin.of(NAME).with(ROOT, root);
    }

    static ImageOrigin training(Path root, Path labelList) {
        return training(root).with(LABELS, labelList);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LabeledImages open(ImageOrigin origin) {
        Gldv2 set = Landmarks.gldv2(origin.path(ROOT));
        return origin.has(LABELS) ? set.training(origin.path(LABELS)) : set.training();
    }
}
