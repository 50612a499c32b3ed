package io.github.dmu4j.base;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The first bytes of a .npy file. Source: NumPy Enhancement Proposal 1 and numpy.lib.format (versions 1.0, 2.0, 3.0).
 *
 * @param element what the elements are
 * @param fortranOrder whether the first index moves fastest
 * @param shape sizes; empty for a single value
 * @param dataOffset where the data begin, in bytes
 */
record NpyHeader(NpyElement element, boolean fortranOrder, List<Long> shape, int dataOffset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LARGEST = 1 << 20;
    private static final Pattern DESCRIPTION = Pattern.compile("['\"]descr['\"]\\s*:\\s*(?:'([^']*)'|\"([^\"]*)\")");
    private static final Pattern ORDER = Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L, ]*)\\)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    long count() {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    /** Bytes of the whole file. */
    long fileBytes() {
        return Math.addExact(dataOffset, Math.multiplyExact(count(), (long) element.size()));
    }

    /** For messages, for example {@code (3, 4)}. */
    String shapeText() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /**
     * Reads the header and leaves the stream at the first data byte.
     *
     * @param source what is read, for messages
     * @throws DmuException if this is not a .npy file, or one of a type that is not read
     */
    static NpyHeader read(InputStream stream, String source) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw notNpy(start, in, source);
        }
        try {
            boolean small = start[6] == 1;
            if (!small && start[6] != 2 && start[6] != 3) {
                throw new DmuException(source + " is a .npy file of version " + start[6]
                        + "; readable are 1, 2 and 3. Save it again with a current NumPy");
            }
            int length = small
                    ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                    : Integer.reverseBytes(in.readInt());
            if (length < 0 || length > LARGEST) {
                throw new DmuException(source + " claims a header of " + Integer.toUnsignedString(length)
                        + " bytes: it is damaged. Save it again");
            }
            byte[] text = new byte[length];
            in.readFully(text);
            Charset charset = start[6] == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
            return parse(new String(text, charset), (small ? 10 : 12) + length, source);
        } catch (EOFException e) {
            throw new DmuException(source + " ends inside its header: it is damaged. Save it again", e);
        }
    }

    private static NpyHeader parse(String text, int dataOffset, String source) {
        Matcher description = DESCRIPTION.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher sizes = SHAPE.matcher(text);
        if (!order.find() || !sizes.find()) {
            throw new DmuException(source + " has a header that is not NumPy's: " + text.strip() + ". Save it again");
        }
        if (!description.find()) {
            throw new DmuException(source + " holds structured elements: " + text.strip()
                    + "; readable are plain numbers and text. Save one column by numpy.save(name, array[\"column\"])");
        }
        String type = description.group(1) != null ? description.group(1) : description.group(2);
        List<Long> shape = Arrays.stream(sizes.group(1).split(","))
                .map(String::strip)
                .filter(size -> !size.isEmpty())
                .map(size -> Long.valueOf(size.replace("L", "")))
                .collect(Collectors.toList());
        return new NpyHeader(NpyElement.parse(type, source), order.group(1).equals("True"), shape, dataOffset);
    }

    /** A header of version 1.0, padded as NumPy pads it: the data begin at a multiple of 64. */
    static byte[] bytes(String description, long... shape) {
        String sizes = LongStream.of(shape).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        String text = "{'descr': '" + description + "', 'fortran_order': False, 'shape': (" + sizes
                + (shape.length == 1 ? "," : "") + "), }";
        // NumPy reserves room for a first size of 21 digits, so that rows can be appended in place
        int growth = shape.length == 0 ? 0 : 21 - String.valueOf(shape[0]).length();
        int used = MAGIC.length + 4 + text.length() + growth + 1;
        int total = used + 64 - used % 64;
        byte[] header = new byte[total];
        Arrays.fill(header, (byte) ' ');
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        int length = total - 10;
        header[6] = 1;
        header[7] = 0;
        header[8] = (byte) length;
        header[9] = (byte) (length >>> 8);
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, header, 10, ascii.length);
        header[total - 1] = '\n';
        return header;
    }

    private static DmuException notNpy(byte[] start, InputStream rest, String source) throws IOException {
        String found = "it is not a .npy file";
        String next = "save the vectors by numpy.save(\"vectors.npy\", array)";
        if (start.length >= 2 && start[0] == 'P' && start[1] == 'K') {
            found = "it is a zip, perhaps an .npz file";
            next = "read it with EmbeddingSet.npz(path)";
        } else if (start.length == 8 && start[4] == 0 && start[5] == 0 && start[6] == 0 && start[7] == 0) {
            String json = new String(rest.readNBytes(1 << 16), StandardCharsets.UTF_8);
            if (json.startsWith("{")) {
                found = "it is a safetensors file" + (json.contains("\"BF16\"") ? " with bfloat16 (BF16) tensors" : "");
                next = "convert it in Python: numpy.save(\"vectors.npy\", tensor.float().numpy())";
            }
        }
        return new DmuException("cannot read " + source + " as .npy: " + found + ". To go on, " + next);
    }
}
