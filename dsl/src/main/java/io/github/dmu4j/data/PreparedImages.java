package io.github.dmu4j.data;

import java.util.List;

/** The same images, and the same cache, with another preprocessing or augmentation. */
record PreparedImages(LabeledImages base, Preprocessing preprocessing, Augmentation augmentation)
        implements LabeledImages {
    @Override
    public String name() {
        return base.name();
    }

    @Override
    public int size() {
        return base.size();
    }

    @Override
    public String id(int index) {
        return base.id(index);
    }

    @Override
    public int label(int index) {
        return base.label(index);
    }

    @Override
    public List<String> classNames() {
        return base.classNames();
    }

    @Override
    public PixelImage image(int index) {
        return base.image(index);
    }

    @Override
    public boolean synthetic() {
        return base.synthetic();
    }

    @Override
    public String fingerprint() {
        return base.fingerprint();
    }
}
