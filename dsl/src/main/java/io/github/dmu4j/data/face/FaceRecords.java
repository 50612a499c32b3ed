package io.github.dmu4j.data.face;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.ReadableFile;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.ImageOrigin;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.NumberNames;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.StreamedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Aligned faces of a training set in InsightFace's RecordIO form: {@code train.rec}, {@code train.idx} and, if there is one,
 * {@code property}. Identifiers are the keys of the records, classes are numbers. In memory are 12 bytes an image; pictures are
 * read and decoded on demand, and each is checked for the label that the index gave it.
 *
 * <p>Record 0 tells which keys are images: its labels are (number of images + 1, end of the identity records), or, in MixBCT's
 * re-split files, (number of images + 1, number of classes). Identity records hold the range of keys of one person. Where they
 * cover all images without gap, only the first and the last image of each range are read to learn the labels (93,431 people
 * instead of 5.2 million images); otherwise the header of every image is. A file whose record 0 has flag 0 has no such record:
 * all its records are images (arcface_torch reads it so).
 *
 * <p>Source: DATASETS of InsightFace (ms1m-retinaface-t1), its {@code arcface_torch/dataset.py}, and MXNet's recordio.py.
 * Deviations: the index must list every image that record 0 counts, and the last record of the index must end the .rec file:
 * a copy that was cut off is refused when it is opened, not in the middle of an epoch.
 */
public final class FaceRecords implements LabeledImages {
    private static final long MAX_PIXELS = 1 << 22;

    private final String name;
    private final RecordFile records;
    private final RecordIndex index;
    /** The row of the first image in the index; the others follow. */
    private final int firstRow;

    private final int[] labels;
    private final int classes;
    private final int classRange;
    private final int side;
    private final String note;

    private FaceRecords(
            String name, RecordFile records, RecordIndex index, int firstRow, int[] labels, Property property) {
        this.name = name;
        this.records = records;
        this.index = index;
        this.firstRow = firstRow;
        this.labels = labels;
        BitSet seen = new BitSet();
        Arrays.stream(labels).forEach(seen::set);
        this.classes = seen.cardinality();
        this.classRange = Math.max(seen.length(), property.classes);
        this.side = property.side;
        this.note = property.classes == 0 || property.classes == classes
                ? ""
                : String.format(
                        Locale.ROOT, "; found %,d classes, its property file says %,d", classes, property.classes);
    }

    /** Opens {@code train.rec} in a folder, or the .rec file itself; see {@link Faces#recordIo}. */
    static FaceRecords open(Path path) {
        Path rec = Files.isDirectory(path) ? path.resolve("train.rec") : path;
        String file = String.valueOf(rec.getFileName());
        if (!file.endsWith(".rec")) {
            throw new DmuException("asked for the records of " + path
                    + "; needed is a folder with train.rec and train.idx, or a .rec file: check the path");
        }
        RecordFile records = new RecordFile(ReadableFile.open(rec, "the records of a training set"));
        Path idx = rec.resolveSibling(file.substring(0, file.length() - 4) + ".idx");
        if (!Files.isRegularFile(idx)) {
            throw new DmuException("no file " + idx + " beside " + rec.getFileName()
                    + ": it says where each record begins; get it from where the .rec is from, or write it with MXNet's"
                    + " tools/rec2idx.py");
        }
        RecordIndex index = RecordIndex.read(idx, rec, records.length());
        long end = records.end(index.lastOffset());
        if (end < records.length()) {
            throw new DmuException(rec + " has " + records.length() + " bytes, but the last record that " + idx
                    + " lists ends at byte " + end
                    + ": the two files do not belong together; get both again");
        }
        Path folder = rec.toAbsolutePath().normalize().resolveSibling(".").normalize();
        String name =
                folder.getFileName() == null ? "faces" : folder.getFileName().toString();
        return of(name, records, index, Property.beside(rec));
    }

    private static FaceRecords of(String name, RecordFile records, RecordIndex index, Property property) {
        int zero = index.row(0);
        if (zero < 0) {
            throw new DmuException(
                    index + " lists no record 0, which says how many images there are; found are keys from "
                            + index.key(0) + " on: get the .idx and the .rec again");
        }
        Object where = records.place(0);
        RecordHeader meta = records.header(index.offset(zero), where);
        if (meta.flag() == 0) {
            return new FaceRecords(
                    name, records, index, 0, FaceLabels.ofEach(records, index, 0, index.size()), property);
        }
        int end = RecordHeader.whole(meta.label(), where);
        if (end < 2) {
            throw new DmuException(
                    where + " counts " + (end - 1) + " images; at least one is needed: get the file again");
        }
        requireKeys(index, 1, end, where);
        int identitiesEnd = RecordHeader.whole(meta.second(), where);
        if (identitiesEnd > end) {
            requireKeys(index, end, identitiesEnd, where);
        }
        int[] labels = FaceLabels.of(records, index, end, identitiesEnd);
        return new FaceRecords(name, records, index, index.row(1), labels, property);
    }

    /** Keys are distinct and in order: they are all there if the last is as far from the first as it must be. */
    private static void requireKeys(RecordIndex index, int from, int to, Object where) {
        int first = index.row(from);
        int last = index.row(to - 1);
        if (first < 0 || last < 0 || last - first != to - 1 - from) {
            throw new DmuException(where + " says that there are records " + from + " to " + (to - 1) + ", but " + index
                    + " lists " + index.size() + ", up to key " + index.key(index.size() - 1)
                    + ": the index is incomplete, or of another file; get both again");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return labels.length;
    }

    /** The key of the record. */
    @Override
    public String id(int index) {
        return Integer.toString(this.index.key(firstRow + index));
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public int[] labels() {
        return labels.clone();
    }

    /** The numbers from 0 to the largest label, or to what {@code property} says if that is more. */
    @Override
    public List<String> classNames() {
        return NumberNames.of(classRange);
    }

    /** How many people there are. */
    public int classes() {
        return classes;
    }

    @Override
    public PixelImage image(int index) {
        return PixelImage.decode(encoded(index), where(index).toString(), MAX_PIXELS);
    }

    /**
     * The picture as it is stored: the bytes of a JPEG (or PNG) file.
     *
     * @throws DmuException if the record is damaged, or its label is not the one that the set was opened with
     */
    public byte[] encoded(int index) {
        byte[] payload = records.read(this.index.offset(firstRow + index));
        RecordHeader header = RecordHeader.of(payload, true, where(index));
        int label = header.classNumber(where(index));
        if (label != labels[index]) {
            throw new DmuException(where(index) + " has label " + label + ", but its identity record says "
                    + labels[index] + ": the file is damaged; get it again");
        }
        return Arrays.copyOfRange(payload, header.imageOffset(), payload.length);
    }

    private Object where(int index) {
        return records.place(this.index.key(firstRow + index));
    }

    /** RGB in -1..1 at the side that {@code property} gives (112), as arcface_torch feeds it. */
    @Override
    public Preprocessing preprocessing() {
        return Faces.preprocessing().withSize(side);
    }

    @Override
    public Augmentation augmentation() {
        return Faces.augmentation();
    }

    @Override
    public boolean synthetic() {
        return false;
    }

    @Override
    public Optional<ImageOrigin> origin() {
        return Optional.of(FacesReader.origin(records.path()));
    }

    /** What was found, and how it differs from {@code property}. */
    public String summary() {
        return String.format(Locale.ROOT, "%s: %,d images of %,d classes%s", name, size(), classes, note);
    }

    /** As {@link #summary()}, compared with what a publication says about the whole set; a trial subset differs. */
    public String summary(String set, long images, long people) {
        return summary()
                + StreamedImages.difference(set, "images", size(), images)
                + StreamedImages.difference(set, "classes", classes, people);
    }

    @Override
    public String toString() {
        return summary();
    }

    /** What the file {@code property} says: number of classes, and side of the square images. */
    private record Property(int classes, int side) {
        private static final int MAX_SIDE = 4096;
        private static final int MAX_CLASSES = 1 << 24;

        static Property beside(Path rec) {
            Path file = rec.resolveSibling("property");
            if (!Files.isRegularFile(file)) {
                return new Property(0, FaceAlignment.SIDE);
            }
            try (TextLines lines = TextLines.open(file, 256)) {
                if (!lines.next() || lines.splitAt(',', 3) != 3) {
                    throw new DmuException(file + " must hold three numbers, classes,height,width, for example"
                            + " 93431,112,112; mend it, or remove it: images are then 112 x 112");
                }
                int classes = (int) lines.wholeNumber(0, MAX_CLASSES);
                int height = (int) lines.wholeNumber(1, MAX_SIDE);
                int width = (int) lines.wholeNumber(2, MAX_SIDE);
                if (height != width || height == 0) {
                    throw lines.error("says that images are " + width + " x " + height + "; only squares are read");
                }
                return new Property(classes, height);
            }
        }
    }
}
