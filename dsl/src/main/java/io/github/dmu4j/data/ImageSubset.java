package io.github.dmu4j.data;

import java.util.Optional;

/** A view of some images of another collection. */
final class ImageSubset extends DelegatingImages {
    private final int[] indices;

    ImageSubset(LabeledImages base, int[] indices) {
        super(base);
        this.indices = indices.clone();
        for (int index : indices) {
            if (index < 0 || index >= base.size()) {
                throw new IndexOutOfBoundsException("index " + index + " of a collection of " + base.size());
            }
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public String id(int index) {
        return super.id(indices[index]);
    }

    @Override
    public int label(int index) {
        return super.label(indices[index]);
    }

    @Override
    public PixelImage image(int index) {
        return super.image(indices[index]);
    }

    @Override
    public Optional<ImageOrigin> origin() {
        return Optional.empty();
    }

    @Override
    public ImageSource source(int index) {
        return super.source(indices[index]);
    }

    @Override
    public String fingerprint() {
        return Fingerprints.of(this);
    }
}
