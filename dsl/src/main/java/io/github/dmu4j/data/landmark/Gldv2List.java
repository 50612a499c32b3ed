package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.NumberNames;
import java.nio.file.Path;
import java.util.List;

/**
 * OpenCompatible's lists of GLDv2 images, {@code <split>/6/2/d/62d0caa23ab29732.jpg <number>} a line. Source:
 * utils/process_gldv2_dataset.py of TencentARC/OpenCompatible. Deviations: none.
 *
 * @param file for messages
 * @param ids in the file's order
 * @param numbers labels, or rows, whatever the list is for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Gldv2List(Path file, long[] ids, int[] numbers) {
    private static final int LONGEST_LINE = 1 << 12;

    static Gldv2List read(Path file, String split) {
        Columns columns = new Columns("the images of " + file);
        Columns.Longs ids = columns.longs();
        Columns.Ints numbers = columns.ints();
        try (TextLines lines = TextLines.open(file, LONGEST_LINE)) {
            while (lines.next()) {
                lines.requireFields(2, "path number");
                ids.add(id(lines, split));
                numbers.add((int) lines.wholeNumber(1, Integer.MAX_VALUE - 1));
            }
        }
        long[] images = ids.toArray();
        ImageIds.requireUnique(images, file, row -> row + 1);
        return new Gldv2List(file, images, numbers.toArray());
    }

    /** The identifier in the first field, which must be the path that the data set gives it. */
    static long id(TextLines line, String split) {
        String path = line.field(0);
        String id = ImageIds.inPath(split, path);
        if (id.isEmpty()) {
            throw line.error("has the path \"" + path + "\"; allowed is " + split
                    + "/a/b/c/<id>.jpg with an id of 16 hexadecimal" + " digits that begins with a, b, c");
        }
        return ImageIds.parse(id);
    }

    /** 0 to the largest number. */
    List<String> classNames() {
        int largest = -1;
        for (int number : numbers) {
            largest = Math.max(largest, number);
        }
        return NumberNames.of(largest + 1);
    }

    /** The identifiers, if the numbers count the lines from 0 on. */
    long[] inOrder() {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != i) {
                throw new DmuException(file + " line " + (i + 1) + " has the number " + numbers[i]
                        + " where lines are counted from 0 on, so " + i
                        + " is needed: get the whole list again, in its order");
            }
        }
        return ids;
    }
}
