package io.github.dmu4j.data;

import java.util.List;

/**
 * Queries and the gallery that they search. When both are the same collection ({@link #sameCollection()}), each query's
 * own image is excluded from its results by index.
 *
 * @param queries images that search
 * @param gallery images that are found
 */
public record RetrievalImages(LabeledImages queries, LabeledImages gallery) {
    /** No task at all: of data that is measured by published protocols instead of its own classes. */
    public static final RetrievalImages NONE = none();

    private static RetrievalImages none() {
        LabeledImages empty = new StreamedImages(
                "no images",
                List.of(),
                new int[0],
                List.of(),
                i -> {
                    throw new IndexOutOfBoundsException("image " + i + " of a collection of 0");
                },
                Preprocessing.colour(1),
                Augmentation.none(),
                "");
        return new RetrievalImages(empty, empty);
    }

    /** Whether queries and gallery are one collection. */
    public boolean sameCollection() {
        return queries == gallery;
    }

    @Override
    public String toString() {
        return ImagesText.of(this);
    }
}
