package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.LabeledImages;

/** What is asked of the vectors that a caller brings for a reader's images. */
final class ImageVectors {
    private ImageVectors() {}

    /** The vectors of a set, which must stand in the order of the images as far as its identifiers tell. */
    static FloatMatrix of(EmbeddingSet set, LabeledImages images, String role) {
        requireCount(set.size(), images.size(), role);
        for (int row = 0; row < set.size() && !set.hasRowNumberIds(); row++) {
            if (!set.id(row).equals(images.id(row))) {
                throw new DmuException("the vectors of the " + role + " have \"" + set.id(row) + "\" in row " + row
                        + ", where the protocol has \"" + images.id(row)
                        + "\"; both must be in one order: use inOrderOf(...) with the identifiers of the images");
            }
        }
        return set.vectors();
    }

    /** Refuses another number of rows, and rows with a NaN or an infinity. */
    static FloatMatrix checked(FloatMatrix vectors, int rows, String role) {
        requireCount(vectors.rows(), rows, role);
        requireFinite(vectors, role);
        return vectors;
    }

    static void requireFinite(FloatMatrix vectors, String role) {
        for (int row = 0; row < vectors.rows(); row++) {
            requireFinite(vectors.rowNorm(row), row, role);
        }
    }

    /** Refuses a row whose norm is not finite. */
    static void requireFinite(double norm, int row, String role) {
        if (!Double.isFinite(norm)) {
            throw new DmuException("the vectors of the " + role + " have a NaN or an infinity in row " + row
                    + "; only finite vectors can be compared: look at the model or the file that they are from");
        }
    }

    /** Refuses another number of rows; for vectors that are looked at when they are read. */
    static void requireCount(FloatRows vectors, int rows, String role) {
        requireCount(vectors.rows(), rows, role);
    }

    private static void requireCount(int found, int needed, String role) {
        if (found != needed) {
            throw new DmuException("found " + found + " vectors for the " + role + ", but the protocol has " + needed
                    + "; needed is one for each, in the order of the reader's images: embed all of them");
        }
    }

    /** Refuses sides that cannot be compared. */
    static void requireOneSpace(FloatRows a, String roleOfA, FloatRows b, String roleOfB) {
        if (a.columns() != b.columns()) {
            throw new DmuException(
                    "the vectors of the " + roleOfA + " have dimension " + a.columns() + ", those of the "
                            + roleOfB + " " + b.columns()
                            + "; both must be equal: adapt one side to the other's space first, or use compatible models");
        }
    }
}
