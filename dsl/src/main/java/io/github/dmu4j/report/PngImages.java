package io.github.dmu4j.report;

import io.github.dmu4j.data.PixelImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** PNG files of pixel images without AWT, so that headless Java runtimes can write them too. */
public final class PngImages {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private PngImages() {}

    /**
     * A PNG file: 8 bits a channel, grey or RGB, no filter, not interlaced.
     *
     * <p>Source: Portable Network Graphics Specification, 2nd edition (ISO/IEC 15948:2003). Deviations: none.
     */
    public static byte[] encode(PixelImage image) {
        int stride = image.width() * image.channels();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.write(SIGNATURE);

            ByteArrayOutputStream head = new ByteArrayOutputStream();
            DataOutputStream header = new DataOutputStream(head);
            header.writeInt(image.width());
            header.writeInt(image.height());
            header.write(new byte[] {8, (byte) (image.channels() == 1 ? 0 : 2), 0, 0, 0});
            chunk(out, "IHDR", head.toByteArray());

            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
            try (DeflaterOutputStream zlib = new DeflaterOutputStream(rows, deflater)) {
                for (int y = 0; y < image.height(); y++) {
                    zlib.write(0);
                    zlib.write(image.pixels(), y * stride, stride);
                }
            } finally {
                deflater.end();
            }
            chunk(out, "IDAT", rows.toByteArray());
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory streams do not throw
        }
        return file.toByteArray();
    }

    /** The picture as {@code data:image/png;base64,...}. */
    public static String dataUri(PixelImage image) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(image));
    }

    /** The image shrunk by a whole number, each pixel the mean of a block, so that no side is above {@code longest}. */
    static PixelImage thumbnail(PixelImage image, int longest) {
        int factor = (Math.max(image.width(), image.height()) + longest - 1) / longest;
        if (factor <= 1) {
            return image;
        }
        int width = Math.max(1, image.width() / factor);
        int height = Math.max(1, image.height() / factor);
        byte[] pixels = new byte[width * height * image.channels()];
        for (int at = 0; at < pixels.length; at++) {
            int channel = at % image.channels();
            int left = at / image.channels() % width * factor;
            int top = at / image.channels() / width * factor;
            int sum = 0;
            int count = 0;
            for (int y = top; y < Math.min(top + factor, image.height()); y++) {
                for (int x = left; x < Math.min(left + factor, image.width()); x++) {
                    sum += image.value(x, y, channel);
                    count++;
                }
            }
            pixels[at] = (byte) ((sum + count / 2) / count);
        }
        return new PixelImage(width, height, image.channels(), pixels);
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) sum.getValue());
    }
}
