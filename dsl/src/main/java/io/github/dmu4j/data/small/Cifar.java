package io.github.dmu4j.data.small;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.HeapRoom;
import io.github.dmu4j.base.ReadableFile;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.NumberNames;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.StreamedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/**
 * CIFAR's binary form: records of one or two label bytes and 3072 bytes of pixels, the planes of red, green and blue one after
 * the other, rows from the top.
 *
 * <p>Source: Krizhevsky, "Learning multiple layers of features from tiny images", 2009, and the page of the data sets, section
 * "binary version". Deviations: none. Training images are shifted by up to an eighth (4 pixels) and mirrored, as He et al., "Deep
 * residual learning for image recognition", 2016, section 4.2, do; borders are replicated where they have zeros.
 *
 * @param labelBytes 1 in CIFAR-10; 2 in CIFAR-100, coarse before fine
 * @param labelAt which of them counts
 * @param classNames one for each class
 */
record Cifar(String set, int labelBytes, int labelAt, List<String> classNames) {
    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int PIXELS = 3 * PLANE;
    private static final int RECORDS_AT_ONCE = 256;

    /** Names of classes, one a line; numbers if there is no such file. */
    static List<String> names(Path file, int classes) {
        if (!Files.exists(file)) {
            return NumberNames.of(classes);
        }
        List<String> names = new ArrayList<>();
        try (TextLines lines = TextLines.open(file, 256)) {
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                if (names.size() == classes) {
                    throw lines.error("is one more name than the " + classes + " classes");
                }
                names.add(lines.text().strip());
            }
        }
        if (names.size() != classes) {
            throw new DmuException(file + " has " + names.size() + " names; needed are " + classes
                    + ": get the file again, or remove it for numbers");
        }
        return List.copyOf(names);
    }

    /** The images of some files, one after the other. */
    StreamedImages open(String part, List<Path> paths, int published) {
        int recordBytes = labelBytes + PIXELS;
        List<ReadableFile> files = new ArrayList<>();
        int[] firsts = new int[paths.size() + 1];
        for (int i = 0; i < paths.size(); i++) {
            ReadableFile file = ReadableFile.open(paths.get(i), "a part of " + set + " in its binary version");
            if (file.length() == 0 || file.length() % recordBytes != 0) {
                throw new DmuException(file.path() + " has " + file.length() + " bytes; allowed are multiples of "
                        + recordBytes + ", a record of " + set + ": it is truncated or another file; get it again");
            }
            long images = firsts[i] + file.length() / recordBytes;
            HeapRoom.require(images * Integer.BYTES, "the labels of " + file.path(), "use fewer files");
            firsts[i + 1] = Math.toIntExact(images);
            files.add(file);
        }
        int[] labels = new int[firsts[paths.size()]];
        for (int i = 0; i < files.size(); i++) {
            readLabels(files.get(i), recordBytes, labels, firsts[i]);
        }
        return new StreamedImages(
                set + " " + part,
                new Ids(files, firsts),
                labels,
                classNames,
                i -> image(files.get(fileOf(firsts, i)), (long) (i - firsts[fileOf(firsts, i)]) * recordBytes),
                Preprocessing.colour(SIDE),
                Augmentation.none().withTranslation(0.125).withFlip(0.5),
                StreamedImages.difference(set, part + " images", labels.length, published));
    }

    private void readLabels(ReadableFile file, int recordBytes, int[] labels, int first) {
        long records = file.length() / recordBytes;
        byte[] block = new byte[(int) Math.min(records, RECORDS_AT_ONCE) * recordBytes];
        for (long from = 0; from < records; from += RECORDS_AT_ONCE) {
            int count = (int) Math.min(RECORDS_AT_ONCE, records - from);
            file.read(from * recordBytes, block, 0, count * recordBytes, "the labels");
            for (int i = 0; i < count; i++) {
                int label = block[i * recordBytes + labelAt] & 0xff;
                if (label >= classNames.size()) {
                    throw new DmuException(
                            file.path() + " at byte " + ((from + i) * recordBytes + labelAt) + " has label "
                                    + label + "; allowed in " + set + " are 0 to " + (classNames.size() - 1)
                                    + ": it is damaged or another file; get it again");
                }
                labels[first + (int) from + i] = label;
            }
        }
    }

    private PixelImage image(ReadableFile file, long offset) {
        byte[] planes = file.read(offset + labelBytes, PIXELS, "an image");
        byte[] pixels = new byte[PIXELS];
        for (int i = 0; i < PLANE; i++) {
            for (int c = 0; c < 3; c++) {
                pixels[3 * i + c] = planes[c * PLANE + i];
            }
        }
        return new PixelImage(SIDE, SIDE, 3, pixels);
    }

    private static int fileOf(int[] firsts, int index) {
        int file = 0;
        while (index >= firsts[file + 1]) {
            file++;
        }
        return file;
    }

    /** {@code data_batch_1.bin/17}: the file and the number of the record in it. */
    private static final class Ids extends AbstractList<String> implements RandomAccess {
        private final List<ReadableFile> files;
        private final int[] firsts;

        Ids(List<ReadableFile> files, int[] firsts) {
            this.files = files;
            this.firsts = firsts;
        }

        @Override
        public String get(int index) {
            int file = fileOf(firsts, index);
            return files.get(file).path().getFileName() + "/" + (index - firsts[file]);
        }

        @Override
        public int size() {
            return firsts[files.size()];
        }
    }
}
