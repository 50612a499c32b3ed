package io.github.dmu4j.data;

import java.util.List;
import java.util.Optional;

/** Another collection as it is; what extends this says only what differs (for pixels: {@link #image} and {@link #source}). */
abstract class DelegatingImages implements LabeledImages {
    private final LabeledImages base;

    DelegatingImages(LabeledImages base) {
        this.base = base;
    }

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
    public ImageSource source(int index) {
        return base.source(index);
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
    public Optional<ImageOrigin> origin() {
        return base.origin();
    }

    @Override
    public String fingerprint() {
        return base.fingerprint();
    }

    @Override
    public String toString() {
        return ImagesText.of(this);
    }
}
