package io.github.dmu4j.bridge.rich;

import ai.djl.modality.cv.Image;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.report.PngImages;
import io.github.dmu4j.report.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.IntStream;

/** Images as PNG and as HTML. */
final class ImageHtml {
    private static final int SMALL = 96;
    private static final int ENLARGED = 192;
    private static final int ROWS = 4;
    private static final int COLUMNS = 10;
    private static final int WIDEST = 700;

    private ImageHtml() {}

    static byte[] png(PixelImage image) {
        return PngImages.encode(image);
    }

    /** Of an image of DJL. */
    static Optional<byte[]> png(Image image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            image.save(bytes, "png");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory cannot fail
        }
        return Optional.of(bytes.toByteArray());
    }

    static String base64(byte[] png) {
        return Base64.getEncoder().encodeToString(png);
    }

    /** Whether no side has more than 96 pixels. */
    static boolean isSmall(byte[] png) {
        return width(png) <= SMALL && height(png) <= SMALL;
    }

    /** An image whose pixels are seen. */
    static String enlarged(byte[] png) {
        int times = Math.max(1, ENLARGED / Math.max(width(png), height(png)));
        return "<img alt=\"image, " + width(png) + " x " + height(png) + " pixels\" style=\"image-rendering:pixelated\""
                + " width=\"" + times * width(png) + "\" height=\"" + times * height(png)
                + "\" src=\"data:image/png;base64," + base64(png) + "\">";
    }

    /** Name, numbers, what to do next. */
    static String summary(LabeledImages images) {
        return SafeText.clean(images.name()) + "\n  images   " + images.size() + "\n  classes  "
                + IntStream.of(images.labels()).distinct().count()
                + "\n  next     contactSheet(4, 10), image(0), subset(indices)";
    }

    /** A row a class, or nothing if there is nothing to show or an image cannot be read. */
    static String samples(LabeledImages images) {
        if (images.size() == 0) {
            return "";
        }
        try {
            PixelImage sheet = images.contactSheet(ROWS, COLUMNS);
            return "<img alt=\"samples of " + SafeText.html(images.name())
                    + ", a row a class\" style=\"max-width:100%;margin-top:8px\""
                    + " width=\"" + Math.min(WIDEST, Math.max(sheet.width(), 400)) + "\" src=\""
                    + PngImages.dataUri(sheet) + "\">\n";
        } catch (RuntimeException e) { // a missing file is told by who needs the image
            return "";
        }
    }

    /** The header of a PNG is always first. */
    private static int width(byte[] png) {
        return ByteBuffer.wrap(png).getInt(16);
    }

    private static int height(byte[] png) {
        return ByteBuffer.wrap(png).getInt(20);
    }
}
