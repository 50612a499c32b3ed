package io.github.dmu4j.data.face;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.StreamedImages;
import io.github.dmu4j.data.pickle.Pickle;
import io.github.dmu4j.data.pickle.PickleBytes;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A {@code .bin} file of face verification (lfw.bin, cfp_fp.bin, agedb_30.bin ...): a Python pickle of the tuple (bins, issame) with
 * 2 N encoded images and N booleans; pair i is images 2 i and 2 i + 1. The images stay in the file, which must not change while the set
 * is used; an image takes about 40 bytes of memory. Immutable and safe for concurrent reads.
 *
 * <p>Identifiers are {@code 0000000}, {@code 0000001}, ...; images are unlabelled (who they show is not in the file) and go in at 112 x
 * 112, normalised by (x / 255 - 0.5) / 0.5, as arcface_torch does.
 *
 * <p>Source: deepinsight/insightface, recognition/arcface_torch/eval/verification.py (load_bin) and the script that packs LFW.
 * Deviations: nothing but data is read from the pickle, see {@link Pickle}; protocols 0 to 5, written by Python 2 or 3.
 */
public final class VerificationSet {
    /** Pairs of the published sets, by file name: 6,000, but 7,000 for CFP. */
    private static final Map<String, Integer> PUBLISHED = Map.ofEntries(
            Map.entry("lfw.bin", 6000),
            Map.entry("agedb_30.bin", 6000),
            Map.entry("calfw.bin", 6000),
            Map.entry("cplfw.bin", 6000),
            Map.entry("cfp_fp.bin", 7000),
            Map.entry("cfp_ff.bin", 7000));

    /** Aligned crops have 112 x 112 = 12,544 pixels; unaligned photographs were packed as well. */
    private static final long MAX_PIXELS = 4_000_000;

    private final String name;
    private final List<PickleBytes> bins;
    private final BitSet same;

    private VerificationSet(String name, List<PickleBytes> bins, BitSet same) {
        this.name = name;
        this.bins = bins;
        this.same = same;
    }

    /** See {@link Faces#verification}. */
    static VerificationSet read(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!(Pickle.readInPlace(file) instanceof List<?> pair) || pair.size() != 2) {
            throw wrong(file, "the pickle holds something else than a tuple of two");
        }
        List<PickleBytes> bins = images(pair.get(0), file);
        boolean[] issame = truths(pair.get(1), file);
        if (bins.size() != 2L * issame.length) {
            throw wrong(
                    file, bins.size() + " images and " + issame.length + " pairs, which need " + 2L * issame.length);
        }
        BitSet same = new BitSet(issame.length);
        for (int i = 0; i < issame.length; i++) {
            same.set(i, issame[i]);
        }
        return new VerificationSet(name, bins, same);
    }

    private static List<PickleBytes> images(@Nullable Object value, Path file) {
        if (!(value instanceof List<?> list)) {
            throw wrong(file, "bins is no list");
        }
        List<PickleBytes> images = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof PickleBytes bytes)) {
                throw wrong(file, "image " + images.size() + " is no byte string");
            }
            images.add(bytes);
        }
        return List.copyOf(images);
    }

    /** A list of booleans, or of 0 and 1, or a NumPy array of them. */
    private static boolean[] truths(@Nullable Object value, Path file) {
        if (value instanceof NpyArray array && !array.isText()) {
            return truths(array.toDoubles(), file);
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(file, "issame is no list");
        }
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            Object item = list.get(i);
            numbers[i] = item instanceof Boolean truth
                    ? (truth ? 1 : 0)
                    : item instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        return truths(numbers, file);
    }

    private static boolean[] truths(double[] numbers, Path file) {
        boolean[] truths = new boolean[numbers.length];
        for (int i = 0; i < truths.length; i++) {
            if (numbers[i] != 0 && numbers[i] != 1) {
                throw wrong(file, "issame[" + i + "] is neither a boolean nor 0 or 1");
            }
            truths[i] = numbers[i] == 1;
        }
        return truths;
    }

    private static DmuException wrong(Path file, String found) {
        return new DmuException("cannot use " + file + " as a verification set: " + found
                + "; needed is the tuple (bins, issame) with 2 N encoded images and N booleans: get the file again");
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** All 2 N images. */
    public StreamedImages images() {
        return new StreamedImages(
                name,
                new Numbers(bins.size()),
                new int[bins.size()],
                List.of("unlabelled"),
                this::image,
                Faces.preprocessing(),
                Augmentation.none(),
                "");
    }

    /** One image as it was packed, a JPEG or PNG file. @throws DmuException if the set's file has changed or is gone */
    public byte[] encoded(int index) {
        return bins.get(index).read();
    }

    private PixelImage image(int index) {
        return PixelImage.decode(encoded(index), "image " + index + " of " + name, MAX_PIXELS);
    }

    /** The N pairs, rows of {@link #images()}. */
    public FacePairs pairs() {
        int[] first = new int[bins.size() / 2];
        int[] second = new int[first.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = 2 * i;
            second[i] = 2 * i + 1;
        }
        return new FacePairs(first, second, (BitSet) same.clone());
    }

    /** Counts, and where they differ from the published ones. */
    public String summary() {
        int pairs = bins.size() / 2;
        return name + ": " + pairs()
                + StreamedImages.difference(
                        name, "pairs", pairs, PUBLISHED.getOrDefault(name.toLowerCase(Locale.ROOT), pairs));
    }

    @Override
    public String toString() {
        return summary();
    }

    /** Identifiers that count from 0 on, in seven digits. */
    private static final class Numbers extends AbstractList<String> implements RandomAccess {
        private final int size;

        Numbers(int size) {
            this.size = size;
        }

        @Override
        public String get(int index) {
            return String.format(Locale.ROOT, "%07d", Objects.checkIndex(index, size));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
