package io.github.dmu4j.data.small;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.HeapRoom;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.NumberNames;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.StreamedImages;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The IDX form of MNIST: two zero bytes, the type (8: unsigned byte), the number of dimensions, the dimensions as big-endian
 * 32-bit numbers, then the bytes.
 *
 * <p>Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", section "the IDX file format". Deviations: only
 * unsigned bytes are read, of one dimension (labels) and three (images); bytes after the data are refused.
 */
final class Idx {
    private static final int UNSIGNED_BYTE = 8;
    private static final int MAX_SIDE = 4096;

    private Idx() {}

    /** The file of a name in one of its spellings: {@code a-idx3-ubyte}, {@code a.idx3-ubyte}, each with or without .gz. */
    static Path find(Path folder, String name, String kind) {
        for (String spelling : new String[] {name + "-" + kind, name + "." + kind}) {
            for (String ending : new String[] {"", ".gz"}) {
                if (Files.isRegularFile(folder.resolve(spelling + ending))) {
                    return folder.resolve(spelling + ending);
                }
            }
        }
        throw new DmuException("no file " + name + "-" + kind + " in " + folder
                + ", with or without .gz: the four files of a set in the form of MNIST are needed");
    }

    /** Images and labels of two files. */
    static StreamedImages open(String name, Path imageFile, Path labelFile, String prefix) {
        ByteSource images = ByteSource.open(imageFile);
        int[] dimensions = dimensions(images, 3);
        int count = dimensions[0];
        int height = dimensions[1];
        int width = dimensions[2];
        if (height < 1 || width < 1 || height > MAX_SIDE || width > MAX_SIDE) {
            throw new DmuException(imageFile + " says that images are " + width + " x " + height + "; allowed are 1 to "
                    + MAX_SIDE + " pixels a side: it is damaged or another file; get it again");
        }
        ByteSource labelBytes = ByteSource.open(labelFile);
        int labelCount = dimensions(labelBytes, 1)[0];
        if (labelCount != count) {
            throw new DmuException(imageFile + " has " + count + " images, " + labelFile + " has " + labelCount
                    + " labels: the two do not belong together");
        }
        HeapRoom.require(count * 5L, "the labels of " + labelFile, "use fewer images");
        byte[] bytes = labelBytes.read(header(1), count, "the labels");
        int[] labels = new int[count];
        int classes = 0;
        for (int i = 0; i < count; i++) {
            labels[i] = bytes[i] & 0xff;
            classes = Math.max(classes, labels[i] + 1);
        }
        int side = Math.max(width, height);
        return new StreamedImages(
                prefix.isEmpty() ? name : prefix + name,
                NumberNames.of(count),
                labels,
                NumberNames.of(classes),
                i -> new PixelImage(
                        width,
                        height,
                        1,
                        images.read(header(3) + (long) i * width * height, (long) width * height, "image " + i)),
                Preprocessing.grey(side),
                Augmentation.characters(),
                "");
    }

    private static int header(int dimensions) {
        return 4 + 4 * dimensions;
    }

    /** The dimensions, which together must make up the whole file. */
    private static int[] dimensions(ByteSource source, int expected) {
        int magic = ByteBuffer.wrap(source.read(0, 4, "the magic number")).getInt();
        int wanted = UNSIGNED_BYTE << 8 | expected;
        if (magic != wanted) {
            throw new DmuException(String.format(
                    Locale.ROOT,
                    "%s begins with 0x%08x; needed is 0x%08x, unsigned bytes of %d dimension%s: %s",
                    source,
                    magic,
                    wanted,
                    expected,
                    expected == 1 ? "" : "s",
                    magic == (UNSIGNED_BYTE << 8 | (4 - expected))
                            ? "images and labels are swapped"
                            : "it is no IDX file of this kind"));
        }
        ByteBuffer head = ByteBuffer.wrap(source.read(4, 4L * expected, "the dimensions"));
        int[] dimensions = new int[expected];
        long bytes = 1;
        for (int i = 0; i < expected; i++) {
            dimensions[i] = head.getInt();
            if (dimensions[i] < 0 || (dimensions[i] > 0 && bytes > source.length() / dimensions[i])) {
                throw new DmuException(source + " has " + source.length() + " bytes, but dimension " + (i + 1)
                        + " of its header, at byte " + header(i) + ", is " + Integer.toUnsignedString(dimensions[i])
                        + ": it is truncated or damaged; get it again");
            }
            bytes *= dimensions[i];
        }
        if (bytes == 0) {
            throw new DmuException(source + " says that it is empty; at least one item is needed: get it again");
        }
        if (bytes != source.length() - header(expected)) {
            throw new DmuException(source + " has " + (source.length() - header(expected))
                    + " bytes after its header, which says " + bytes + ": it is truncated or damaged; get it again");
        }
        return dimensions;
    }
}
