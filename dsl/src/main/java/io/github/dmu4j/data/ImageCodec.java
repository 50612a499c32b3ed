package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.HeapRoom;
import io.github.dmu4j.data.jpeg.JpegImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * PNG, JPEG, GIF (first frame) and BMP bytes to pixels: common JPEG files with {@link JpegImage}, all else with the JDK's readers,
 * which give the same pixels for those. Transparent pixels are laid over white; 16-bit
 * channels keep their upper 8 bits; palettes of greys become grey images. EXIF orientation is not applied.
 */
final class ImageCodec {
    /** What Pillow refuses as a "decompression bomb": 178,956,970 pixels. */
    static final long MAX_PIXELS = 178_956_970;

    /** The reader's own image and ours. */
    private static final int BYTES_A_PIXEL = 8;

    /** Of larger pictures the JDK's reader takes less memory. */
    private static final long MAX_JPEG_PIXELS = 1 << 22;

    /** Samples, chroma at full size and colours, 4 bytes each. */
    private static final int BYTES_A_JPEG_PIXEL = 25;

    private ImageCodec() {}

    /** As {@link #decode(byte[], String, long)}, with the largest size that any photograph has. */
    static PixelImage decode(byte[] bytes, String where) {
        return decode(bytes, where, MAX_PIXELS);
    }

    /**
     * Decodes one file.
     *
     * @param where what the bytes are, for the message, for example a path
     * @param maxPixels the largest width times height that memory is taken for
     * @throws DmuException if they are empty, of an unknown format, too large, corrupt or truncated
     */
    static PixelImage decode(byte[] bytes, String where, long maxPixels) {
        if (bytes.length == 0) {
            throw new DmuException(where + " is empty (0 bytes): delete it or replace it by an image");
        }
        return jpeg(bytes, where, maxPixels)
                .flatMap(ImageCodec::whole)
                .orElseGet(() -> decodeWithTheJdk(bytes, where, maxPixels));
    }

    /** The file as one of which parts can be decoded; empty if it is none. @throws DmuException if it is too large */
    static Optional<JpegImage> jpeg(byte[] bytes, String where, long maxPixels) {
        Optional<JpegImage> jpeg = JpegImage.of(bytes);
        if (jpeg.isEmpty()) {
            return jpeg;
        }
        long pixels = (long) jpeg.get().width() * jpeg.get().height();
        refuseLarge(jpeg.get().width(), jpeg.get().height(), where, maxPixels);
        if (pixels > MAX_JPEG_PIXELS) {
            return Optional.empty();
        }
        HeapRoom.require(pixels * BYTES_A_JPEG_PIXEL, where, "make the image smaller");
        return jpeg;
    }

    private static Optional<PixelImage> whole(JpegImage jpeg) {
        return jpeg.columns(0, 0, jpeg.width(), jpeg.height())
                .map(columns -> new PixelColumns(jpeg.width(), jpeg.height(), columns).image());
    }

    private static void refuseLarge(int width, int height, String where, long maxPixels) {
        if ((long) width * height > maxPixels) {
            throw new DmuException(where + " says that it has " + width + " x " + height + " pixels; allowed are "
                    + maxPixels + " in all: it is damaged, or must be made smaller first");
        }
    }

    private static PixelImage decodeWithTheJdk(byte[] bytes, String where, long maxPixels) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DmuException(where + " is not an image that can be read: PNG, JPEG, GIF and BMP are allowed");
            }
            ImageReader reader = readers.next();
            try {
                List<String> warnings = new ArrayList<>();
                reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                refuseLarge(reader.getWidth(0), reader.getHeight(0), where, maxPixels);
                HeapRoom.require(pixels * BYTES_A_PIXEL, where, "make the image smaller");
                PixelImage image = pixels(reader.read(0));
                refuseTruncated(warnings, where);
                return image;
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof DmuException known) {
                throw known;
            }
            throw new DmuException(
                    where + " is corrupt or truncated (" + bytes.length + " bytes; " + e.getMessage()
                            + "): replace it, or leave it out with skippingCorrupt()",
                    e);
        }
    }

    /** The JPEG reader fills what is missing with grey and only warns. */
    private static void refuseTruncated(List<String> warnings, String where) {
        for (String warning : warnings) {
            String lower = warning.toLowerCase(Locale.ROOT);
            if (lower.contains("premature") || lower.contains("truncated") || lower.contains("corrupt")) {
                throw new DmuException(where + " is corrupt or truncated (" + warning
                        + "): replace it, or leave it out with skippingCorrupt()");
            }
        }
    }

    private static PixelImage pixels(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return fromPalette(image.getRaster(), palette);
        }
        if (image.getColorModel().getNumColorComponents() == 1) {
            return fromGreyRaster(image.getRaster(), image.getColorModel().hasAlpha());
        }
        byte[] rgb = new byte[width * height * 3];
        int[] line = new int[width];
        int p = 0;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, line, 0, width);
            for (int argb : line) {
                p = put(rgb, p, argb);
            }
        }
        return new PixelImage(width, height, 3, rgb);
    }

    /** Read from the raster: getRGB would apply the gamma of the JDK's linear grey colour space. */
    private static PixelImage fromGreyRaster(Raster raster, boolean alpha) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        byte[] grey = new byte[width * height];
        int[] line = new int[width];
        int[] opacity = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, line);
            if (alpha) {
                raster.getSamples(0, y, width, 1, 1, opacity);
            }
            for (int x = 0; x < width; x++) {
                int value = line[x] >> shift;
                grey[y * width + x] = (byte) (alpha ? overWhite(value, opacity[x] >> shift) : value);
            }
        }
        return new PixelImage(width, height, 1, grey);
    }

    private static PixelImage fromPalette(Raster raster, IndexColorModel palette) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] indices = raster.getSamples(0, 0, width, height, 0, (int[]) null);
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        boolean grey = true;
        for (int colour : colours) {
            grey &= (colour >> 16 & 0xff) == (colour & 0xff) && (colour >> 8 & 0xff) == (colour & 0xff);
        }
        byte[] pixels = new byte[indices.length * (grey ? 1 : 3)];
        int p = 0;
        for (int index : indices) {
            int argb = colours[index];
            if (grey) {
                pixels[p++] = (byte) overWhite(argb & 0xff, argb >>> 24);
            } else {
                p = put(pixels, p, argb);
            }
        }
        return new PixelImage(width, height, grey ? 1 : 3, pixels);
    }

    private static int put(byte[] rgb, int p, int argb) {
        int alpha = argb >>> 24;
        rgb[p] = (byte) overWhite(argb >> 16 & 0xff, alpha);
        rgb[p + 1] = (byte) overWhite(argb >> 8 & 0xff, alpha);
        rgb[p + 2] = (byte) overWhite(argb & 0xff, alpha);
        return p + 3;
    }

    private static int overWhite(int value, int alpha) {
        return alpha == 255 ? value : (value * alpha + 255 * (255 - alpha) + 127) / 255;
    }

    /** Encodes an image as PNG. */
    static byte[] png(PixelImage image) {
        int type = image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), type);
        WritableRaster raster = buffered.getRaster();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < image.channels(); c++) {
                    raster.setSample(x, y, c, image.value(x, y, c));
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(buffered, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
