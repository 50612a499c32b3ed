package io.github.dmu4j.gallery;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.method.GalleryAdapter;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The upgrade of one block of rows, with every check: the one place where vectors change.
 *
 * @param scored whether scores are computed; a policy that needs them has them in any case
 */
record BlockUpgrade(GalleryAdapter adapter, GalleryPolicy policy, boolean scored) {
    /** Columns of {@link Block#items()}: version, score, cosine. */
    static final int ITEM_COLUMNS = 3;

    /**
     * New rows and what happened to each.
     *
     * @param vectors the new rows
     * @param items shape (n, 3): code of the {@link ItemVersion}, score s (NaN if there is none), cosine of g and g' (NaN if their
     *     lengths differ)
     */
    record Block(FloatMatrix vectors, FloatMatrix items) {}

    /** Refuses a gallery that this adapter and policy cannot upgrade. */
    void requireFits(VectorContract gallery) {
        gallery.requireSameSpace(adapter.input(), "the gallery", "the upgrade module's input");
        policy.requireDimensions(gallery.dimension(), adapter.output().dimension());
    }

    /** The contract of the result: the new space, unless nothing is moved. POOR and GATED leave a mixture, said ADAPTED. */
    VectorContract output(VectorContract gallery) {
        if (policy instanceof GalleryPolicy.None) {
            return gallery;
        }
        VectorContract moved = adapter.output();
        boolean normalised = moved.normalised() && (!(policy instanceof GalleryPolicy.Poor) || gallery.normalised());
        return new VectorContract(
                moved.schemaVersion(),
                moved.modelHash(),
                moved.dimension(),
                normalised,
                moved.metric(),
                moved.preprocessing(),
                moved.generation());
    }

    /**
     * Upgrades one block.
     *
     * @param firstRow number of the block's first row in the gallery, for messages
     */
    Block apply(FloatMatrix stored, long firstRow) {
        requireUsable(stored, firstRow, "the gallery's vector", "Remove the item or embed it again");
        double[] scores = scores(stored);
        GalleryPolicy.Moved moved = policy.apply(stored, moved(stored), scores);
        requireUsable(moved.vectors(), firstRow, "the moved vector", "The upgrade module is broken: train it again");
        float[] items = new float[stored.rows() * ITEM_COLUMNS];
        IntStream.range(0, stored.rows()).parallel().forEach(i -> {
            items[i * ITEM_COLUMNS] = moved.version(i).code();
            items[i * ITEM_COLUMNS + 1] = (float) scores[i];
            items[i * ITEM_COLUMNS + 2] = (float) cosine(stored, moved.vectors(), i);
        });
        return new Block(moved.vectors(), FloatMatrix.wrap(stored.rows(), ITEM_COLUMNS, items));
    }

    private double[] scores(FloatMatrix stored) {
        if (scored || policy.needsScores()) {
            return adapter.scores(stored);
        }
        double[] none = new double[stored.rows()];
        Arrays.fill(none, Double.NaN);
        return none;
    }

    private FloatMatrix moved(FloatMatrix stored) {
        if (policy instanceof GalleryPolicy.None) {
            return stored;
        }
        FloatMatrix moved = adapter.adapt(stored);
        if (moved.rows() != stored.rows() || moved.columns() != adapter.output().dimension()) {
            throw new IllegalStateException("an upgrade module that promises dimension "
                    + adapter.output().dimension() + " made a " + moved + " of a " + stored);
        }
        return moved;
    }

    private static void requireUsable(FloatMatrix rows, long firstRow, String what, String next) {
        int row = rows.firstUnusableRow();
        if (row >= 0) {
            throw new DmuException(what + " of row " + (firstRow + row)
                    + " is all zeros, or holds a NaN or an infinite value; it" + " cannot be compared. " + next);
        }
    }

    private static double cosine(FloatMatrix a, FloatMatrix b, int row) {
        if (a.columns() != b.columns()) {
            return Double.NaN;
        }
        double dot = 0;
        for (int j = 0; j < a.columns(); j++) {
            dot += (double) a.get(row, j) * b.get(row, j);
        }
        return dot / (a.rowNorm(row) * b.rowNorm(row));
    }
}
