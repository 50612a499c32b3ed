package io.github.dmu4j.gallery;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Npy;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What an upgrade stored beside each new vector: its version, the score of the old vector, the cosine of old and new. Read
 * from {@code x.items.npy} beside {@code x.npy}: float32 of shape (n, 3), columns version (0 old, 1 evolved, 2 new), score,
 * cosine.
 */
public final class GalleryItems {
    private final FloatMatrix columns;

    private GalleryItems(FloatMatrix columns) {
        this.columns = columns;
    }

    /** The items of an upgraded gallery, all in memory: 12 bytes each. */
    public static GalleryItems of(Path upgradedGallery) {
        return new GalleryItems(Npy.readMatrix(pathBeside(upgradedGallery)));
    }

    /** The items file of an upgraded gallery. */
    public static Path pathBeside(Path upgradedGallery) {
        String name = String.valueOf(upgradedGallery.getFileName());
        String stem = name.toLowerCase(Locale.ROOT).endsWith(".npy") ? name.substring(0, name.length() - 4) : name;
        return upgradedGallery.resolveSibling(stem + ".items.npy");
    }

    /** Number of items. */
    public int size() {
        return columns.rows();
    }

    /** What became of an item. */
    public ItemVersion version(int row) {
        return ItemVersion.of((int) columns.get(row, 0));
    }

    /** Label-free scores of the old vectors, in [0, 1]; NaN if the upgrade module had none. */
    public double[] scores() {
        return column(1);
    }

    /** Cosines of old and new vectors; NaN where their lengths differ. */
    public double[] cosines() {
        return column(2);
    }

    private double[] column(int column) {
        double[] values = new double[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i, column);
        }
        return values;
    }
}
