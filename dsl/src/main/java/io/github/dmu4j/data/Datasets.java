package io.github.dmu4j.data;

/** Where images come from. Nothing is downloaded. */
public final class Datasets {
    private Datasets() {}

    /**
     * The embedded data set: invented alphabets, drawn in code, the same on every machine. 240 training, 40 validation and 80
     * test classes of 22 grey images of 32 x 32 pixels; classes of whole alphabets are kept apart, some are near-duplicates,
     * and a third of the images are blurred, noisy, occluded, faint or deformed. Good for learning the tool and for tests;
     * what holds on it need not hold on photographs. Everything printed about it says "synthetic".
     */
    public static ImageDataset glyphs() {
        return glyphs(GlyphSettings.frozen());
    }

    /** Invented alphabets of other numbers, sizes or difficulty, for quick tests: not comparable with {@link #glyphs()}. */
    public static ImageDataset glyphs(GlyphSettings settings) {
        return Glyphs.dataset(settings);
    }
}
