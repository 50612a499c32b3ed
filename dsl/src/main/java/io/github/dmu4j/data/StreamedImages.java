package io.github.dmu4j.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Images that a reader of a format describes by compact arrays and lists which make their entries when asked: nothing is copied,
 * so that millions need only what the reader holds. Immutable and safe for several threads if the parts are.
 *
 * @param name for reports
 * @param ids one per image, unique; kept as it is
 * @param labelArray one per image, an index into {@code classNames}; nobody writes to it afterwards
 * @param classNames kept as it is
 * @param decoder gives one image, decoded or to be decoded; called again each time
 * @param note what a reader of a report should know, for example a count that differs from what is published; or empty
 * @param synthetic whether the images were generated
 * @param origin how a run opens the same images again; empty if it cannot
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity
public record StreamedImages(
        String name,
        List<String> ids,
        int[] labelArray,
        List<String> classNames,
        IntFunction<? extends ImageSource> decoder,
        Preprocessing preprocessing,
        Augmentation augmentation,
        String note,
        boolean synthetic,
        Optional<ImageOrigin> origin)
        implements LabeledImages {
    /** @throws IllegalArgumentException if there are not as many identifiers as labels */
    public StreamedImages {
        if (ids.size() != labelArray.length) {
            throw new IllegalArgumentException(ids.size() + " identifiers but " + labelArray.length + " labels");
        }
    }

    /** Images that were not generated and that a run cannot open again by itself. */
    public StreamedImages(
            String name,
            List<String> ids,
            int[] labelArray,
            List<String> classNames,
            IntFunction<? extends ImageSource> decoder,
            Preprocessing preprocessing,
            Augmentation augmentation,
            String note) {
        this(name, ids, labelArray, classNames, decoder, preprocessing, augmentation, note, false, Optional.empty());
    }

    /** The same images, which a run opens again from {@code from}. */
    public StreamedImages openedFrom(ImageOrigin from) {
        return new StreamedImages(
                name,
                ids,
                labelArray,
                classNames,
                decoder,
                preprocessing,
                augmentation,
                note,
                synthetic,
                Optional.of(from));
    }

    /** {@code ; found 12 images, the card of MS1Mv3 says 5,179,510}, or nothing if the numbers are equal. */
    public static String difference(String set, String what, long found, long published) {
        return found == published
                ? ""
                : String.format(Locale.ROOT, "; found %,d %s, the card of %s says %,d", found, what, set, published);
    }

    @Override
    public int size() {
        return labelArray.length;
    }

    @Override
    public String id(int index) {
        return ids.get(index);
    }

    @Override
    public int label(int index) {
        return labelArray[index];
    }

    @Override
    public PixelImage image(int index) {
        return source(index).decoded();
    }

    @Override
    public ImageSource source(int index) {
        return decoder.apply(index);
    }

    /** The same images with another input and augmentation. */
    public StreamedImages prepared(Preprocessing input, Augmentation changes) {
        return new StreamedImages(name, ids, labelArray, classNames, decoder, input, changes, note, synthetic, origin);
    }

    /** The images at {@code rows}, in that order. */
    public StreamedImages part(int[] rows) {
        return new StreamedImages(
                name,
                Arrays.stream(rows).mapToObj(ids::get).toList(),
                Arrays.stream(rows).map(i -> labelArray[i]).toArray(),
                classNames,
                i -> decoder.apply(rows[i]),
                preprocessing,
                augmentation,
                note);
    }

    /** Name, counts, and what is to be known beside them. */
    public String summary() {
        return name + ": " + ImagesText.of(this) + note;
    }

    @Override
    public String toString() {
        return summary();
    }
}
