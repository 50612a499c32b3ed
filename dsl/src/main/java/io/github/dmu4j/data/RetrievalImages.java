package io.github.dmu4j.data;

/**
 * Queries and the gallery that they search. When both are the same collection ({@link #sameCollection()}), each query's
 * own image is excluded from its results by index.
 *
 * @param queries images that search
 * @param gallery images that are found
 */
public record RetrievalImages(LabeledImages queries, LabeledImages gallery) {
    /** Whether queries and gallery are one collection. */
    public boolean sameCollection() {
        return queries == gallery;
    }

    @Override
    public String toString() {
        return ImagesText.of(this);
    }
}
