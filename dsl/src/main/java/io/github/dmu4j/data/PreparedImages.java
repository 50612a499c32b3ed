package io.github.dmu4j.data;

/** The same images, and the same cache, with another preprocessing or augmentation. */
final class PreparedImages extends DelegatingImages {
    private final Preprocessing preprocessing;
    private final Augmentation augmentation;

    PreparedImages(LabeledImages base, Preprocessing preprocessing, Augmentation augmentation) {
        super(base);
        this.preprocessing = preprocessing;
        this.augmentation = augmentation;
    }

    @Override
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    @Override
    public Augmentation augmentation() {
        return augmentation;
    }
}
