package io.github.dmu4j.data.list;

import io.github.dmu4j.data.ImageOrigin;
import io.github.dmu4j.data.ImageReader;
import io.github.dmu4j.data.LabeledImages;
import java.nio.file.Path;

/** Opens lists again for a run that is resumed. */
public final class ImageListsReader implements ImageReader {
    private static final String NAME = "pathLabel";
    private static final String LIST = "list";
    private static final String ROOT = "root";

    static ImageOrigin origin(Path list, Path root) {
        return ImageOrigin.of(NAME).with(LIST, list).with(ROOT, root);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LabeledImages open(ImageOrigin origin) {
        return ImageLists.pathLabel(origin.path(LIST), origin.path(ROOT));
    }
}
