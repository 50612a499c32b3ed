package io.github.dmu4j.data;

import java.util.Locale;

/** Collections of images in words. */
final class ImagesText {
    private ImagesText() {}

    /** {@code 594 images of 27 classes}. */
    static String of(LabeledImages images) {
        return count(images, "images") + " of " + classes(images);
    }

    /**
     * {@code 220 queries, 220 gallery images of 20 classes}, or {@code 440 images of 20 classes, each a query among the others},
     * or {@code none}.
     */
    static String of(RetrievalImages images) {
        if (images.queries().size() == 0 && images.gallery().size() == 0) {
            return "none";
        }
        return images.sameCollection()
                ? of(images.queries()) + ", each a query among the others"
                : count(images.queries(), "queries") + ", " + count(images.gallery(), "gallery images") + " of "
                        + classes(images.gallery());
    }

    private static String count(LabeledImages images, String what) {
        return String.format(Locale.ROOT, "%,d %s", images.size(), what);
    }

    private static String classes(LabeledImages images) {
        int present = images.size() == 0 ? 0 : ClassIndex.of(images.labels()).size();
        return String.format(Locale.ROOT, "%,d %s", present, present == 1 ? "class" : "classes");
    }
}
