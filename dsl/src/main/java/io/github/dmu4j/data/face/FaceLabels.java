package io.github.dmu4j.data.face;

import java.util.Arrays;

/** The class of every image of a RecordIO file, by the identity records where they cover everything, else one by one. */
final class FaceLabels {
    private FaceLabels() {}

    /**
     * Labels of the images with keys from 1 to {@code end - 1}.
     *
     * @param identitiesEnd the identity records have the keys from {@code end} to this - 1; not above {@code end} if there are none
     */
    static int[] of(RecordFile records, RecordIndex index, int end, int identitiesEnd) {
        int first = index.row(1);
        int[] labels = new int[end - 1];
        boolean covered = identitiesEnd > end && byRange(records, index, end, identitiesEnd, labels);
        return covered ? labels : ofEach(records, index, first, end - 1);
    }

    /** Labels of {@code count} rows of the index from {@code firstRow} on, read one by one. */
    static int[] ofEach(RecordFile records, RecordIndex index, int firstRow, int count) {
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = label(records, index, firstRow + i);
        }
        return labels;
    }

    /** False if the ranges leave a gap, overlap, are out of order, or begin and end with different labels. */
    private static boolean byRange(RecordFile records, RecordIndex index, int end, int identitiesEnd, int[] labels) {
        int next = 1;
        for (int key = end; key < identitiesEnd; key++) {
            Object where = records.place(key);
            RecordHeader identity = records.header(index.offset(index.row(key)), where);
            if (identity.flag() < 2) {
                return false;
            }
            int from = RecordHeader.whole(identity.label(), where);
            int to = RecordHeader.whole(identity.second(), where);
            if (from != next || to < from || to > end) {
                return false;
            }
            if (to > from) {
                int label = label(records, index, index.row(from));
                if (label != label(records, index, index.row(to - 1))) {
                    return false;
                }
                Arrays.fill(labels, from - 1, to - 1, label);
            }
            next = to;
        }
        return next == end;
    }

    private static int label(RecordFile records, RecordIndex index, int row) {
        Object where = records.place(index.key(row));
        return records.header(index.offset(row), where).classNumber(where);
    }
}
