package io.github.dmu4j.gallery;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.NpyRows;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A gallery that was upgraded, and what happened to it.
 *
 * @param gallery the new vectors, under their new contract
 * @param items per item version, score, cosine ({@link GalleryItems})
 * @param evolved how many vectors were moved
 * @param meanScore mean label-free score of the old vectors; NaN if the module has none
 * @param meanCosine mean cosine of old and new; NaN if their lengths differ
 */
public record UpgradedGallery(Gallery gallery, Path items, long evolved, double meanScore, double meanCosine) {
    private static final int BLOCK = 1 << 16;

    /** The account of finished files, in constant memory. */
    static UpgradedGallery of(Path file) {
        Path items = GalleryItems.pathBeside(file);
        long evolved = 0;
        double scores = 0;
        double cosines = 0;
        Gallery gallery = Gallery.npy(file);
        try (NpyRows rows = NpyRows.open(items)) {
            for (long from = 0; from < rows.rows(); from += BLOCK) {
                FloatMatrix block = rows.read(from, (int) Math.min(BLOCK, rows.rows() - from));
                for (int i = 0; i < block.rows(); i++) {
                    evolved += block.get(i, 0) == ItemVersion.EVOLVED.code() ? 1 : 0;
                    scores += block.get(i, 1);
                    cosines += block.get(i, 2);
                }
            }
        }
        double n = gallery.rows();
        return new UpgradedGallery(gallery, items, evolved, scores / n, cosines / n);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Upgraded %,d of %,d vectors to dimension %d\n  stored:      %s\n",
                evolved,
                gallery.rows(),
                gallery.dimension(),
                gallery.file().map(Path::toString).orElse("in memory")));
        if (!Double.isNaN(meanScore)) {
            text.append(
                    String.format(Locale.ROOT, "  mean score:  %.3f (label-free, of the old vectors)\n", meanScore));
        }
        if (!Double.isNaN(meanCosine)) {
            text.append(String.format(Locale.ROOT, "  mean cosine: %.3f (old with new vector)\n", meanCosine));
        }
        return text.append("next: search it with vectors of the new model").toString();
    }
}
