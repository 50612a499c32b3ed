package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * {@code train_clean.csv}: a landmark and its images, separated by spaces, a line.
 *
 * @param ids in the file's order
 * @param labels rank of the image's landmark id among all
 * @param landmarks ascending
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CleanTrainingFile(long[] ids, int[] labels, int[] landmarks) {

    static CleanTrainingFile read(Path file) {
        Columns columns = new Columns("the images of " + file);
        Columns.Longs ids = columns.longs();
        Columns.Ints landmarkOfLine = columns.ints();
        Columns.Ints endOfLine = columns.ints();
        try (IdCsv csv = new IdCsv(file, "landmark_id", "images")) {
            while (csv.hasNextLine()) {
                csv.next();
                csv.requireComma("images");
                landmarkOfLine.add(csv.number());
                do {
                    csv.next();
                    ids.add(csv.id());
                } while (csv.endedBy(' '));
                csv.requireEndOfLine();
                endOfLine.add(ids.size());
            }
        }
        long[] images = ids.toArray();
        int[] ends = endOfLine.toArray();
        int[] found = landmarkOfLine.toArray();
        int[] sorted = found.clone();
        Arrays.sort(sorted);
        requireUnique(sorted, found, file);
        int[] labels = new int[images.length];
        for (int line = 0, from = 0; line < ends.length; from = ends[line++]) {
            Arrays.fill(labels, from, ends[line], Arrays.binarySearch(sorted, found[line]));
        }
        ImageIds.requireUnique(images, file, row -> 2 + lineOf(row, ends));
        return new CleanTrainingFile(images, labels, sorted);
    }

    /** The line, from 0 on, whose images reach beyond the row; each line has at least one. */
    private static int lineOf(int row, int[] ends) {
        int at = Arrays.binarySearch(ends, row + 1);
        return at >= 0 ? at : -at - 1;
    }

    private static void requireUnique(int[] sorted, int[] found, Path file) {
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                int landmark = sorted[i];
                int first = 0;
                while (found[first] != landmark) {
                    first++;
                }
                int second = first + 1;
                while (found[second] != landmark) {
                    second++;
                }
                throw new DmuException(file + " has landmark " + landmark + " on line " + (first + 2)
                        + " and again on line " + (second + 2)
                        + "; a landmark has one line: join them, or get the file again");
            }
        }
    }

    /** The landmark ids as class names, made when asked for. */
    List<String> landmarkNames() {
        return new Names(landmarks);
    }

    private static final class Names extends AbstractList<String> implements RandomAccess {
        private final int[] landmarks;

        Names(int[] landmarks) {
            this.landmarks = landmarks;
        }

        @Override
        public String get(int index) {
            return Integer.toString(landmarks[Objects.checkIndex(index, landmarks.length)]);
        }

        @Override
        public int size() {
            return landmarks.length;
        }
    }
}
