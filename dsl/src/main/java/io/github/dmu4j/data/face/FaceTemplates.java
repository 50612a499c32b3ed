package io.github.dmu4j.data.face;

import java.util.Arrays;

/**
 * Which images make up which template: for each image its template, the medium (photograph or video) it is from, and the
 * detector's score. A template's vector is pooled from those of its images, first over each medium. Twelve bytes an image;
 * immutable.
 */
public final class FaceTemplates {
    private final int[] ids;
    private final int[] rows;
    private final int[] media;
    private final float[] scores;

    /**
     * Takes the arrays over.
     *
     * @param templateIds of each image
     */
    FaceTemplates(int[] templateIds, int[] media, float[] scores) {
        int[] sorted = templateIds.clone();
        Arrays.sort(sorted);
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[distinct++] = sorted[i];
            }
        }
        this.ids = Arrays.copyOf(sorted, distinct);
        this.rows = new int[templateIds.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.binarySearch(ids, templateIds[i]);
        }
        this.media = media;
        this.scores = scores;
    }

    /** Number of templates. */
    public int size() {
        return ids.length;
    }

    /** Number of images. */
    public int images() {
        return rows.length;
    }

    /** The protocol's number of a template; ascending with the row. */
    public int id(int row) {
        return ids[row];
    }

    /** The row of a template by the protocol's number; negative if there is none. */
    public int row(int id) {
        return Arrays.binarySearch(ids, id);
    }

    /** The row of the template that an image belongs to. */
    public int templateOf(int image) {
        return rows[image];
    }

    /** The medium that an image is from; images of one template and one medium are averaged first. */
    public int mediumOf(int image) {
        return media[image];
    }

    /** The score of the face detector, which weighs the image. */
    public float scoreOf(int image) {
        return scores[image];
    }

    /** Templates of the images at {@code kept} alone, which must be some of each template; rows of templates stay. */
    FaceTemplates part(int[] kept) {
        float[] keptScores = new float[kept.length];
        for (int i = 0; i < kept.length; i++) {
            keptScores[i] = scores[kept[i]];
        }
        return new FaceTemplates(
                Arrays.stream(kept).map(i -> ids[rows[i]]).toArray(),
                Arrays.stream(kept).map(i -> media[i]).toArray(),
                keptScores);
    }

    /** The template's row of each image; a fresh array. */
    int[] rowsOfImages() {
        return rows.clone();
    }
}
