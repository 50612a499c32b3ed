package io.github.dmu4j.data;

/**
 * The mirror images, left to right, of a collection, in its order: the other half of the flip test of face protocols. Identifiers and
 * labels stay.
 *
 * <p>Source: InsightFace, {@code arcface_torch/eval/verification.py}, which mirrors the prepared input. Deviations: here the picture
 * is mirrored before it is prepared, which is the same but for rounding, since the filter is symmetric.
 */
public final class MirroredImages extends DelegatingImages {
    private MirroredImages(LabeledImages base) {
        super(base);
    }

    /** A view of {@code images}. */
    public static MirroredImages of(LabeledImages images) {
        return new MirroredImages(images);
    }

    @Override
    public PixelImage image(int index) {
        return InventedImages.turned(super.image(index), 1);
    }

    @Override
    public String name() {
        return super.name() + ", mirrored";
    }

    @Override
    public String fingerprint() {
        return Fingerprints.of(this);
    }
}
