package io.github.dmu4j.data;

import java.util.List;

/** A view of some images of another collection. */
final class ImageSubset implements LabeledImages {
    private final LabeledImages base;
    private final int[] indices;

    ImageSubset(LabeledImages base, int[] indices) {
        this.base = base;
        this.indices = indices.clone();
        for (int index : indices) {
            if (index < 0 || index >= base.size()) {
                throw new IndexOutOfBoundsException("index " + index + " of a collection of " + base.size());
            }
        }
    }

    @Override
    public String name() {
        return base.name();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public String id(int index) {
        return base.id(indices[index]);
    }

    @Override
    public int label(int index) {
        return base.label(indices[index]);
    }

    @Override
    public List<String> classNames() {
        return base.classNames();
    }

    @Override
    public PixelImage image(int index) {
        return base.image(indices[index]);
    }

    @Override
    public Preprocessing preprocessing() {
        return base.preprocessing();
    }

    @Override
    public Augmentation augmentation() {
        return base.augmentation();
    }

    @Override
    public boolean synthetic() {
        return base.synthetic();
    }

    @Override
    public String fingerprint() {
        return Fingerprints.of(this);
    }
}
