package io.github.dmu4j.data.jpeg;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks the marker segments of a file up to its coded picture. Reading past the end is an ArrayIndexOutOfBoundsException. */
final class JpegMarkers {
    private static final int BASELINE = 0xc0;
    private static final int EXTENDED = 0xc1;
    private static final int HUFFMAN = 0xc4;
    private static final int LAST_FRAME = 0xcf;
    private static final int START = 0xd8;
    private static final int END = 0xd9;
    private static final int SCAN = 0xda;
    private static final int QUANTISATION = 0xdb;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int JFIF = 0xe0;
    private static final int EXIF = 0xe1;
    private static final int PROFILE = 0xe2;
    private static final int ADOBE = 0xee;
    private static final int LUMA_AND_DIFFERENCES = 1;

    /** A file may be padded after its end. */
    private static final int MAX_PADDING = 64;

    private final byte[] bytes;
    private int at = 2;

    private final int[] @Nullable [] quantisation = new int[4][];
    private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
    private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];
    private final List<Frame> frames = new ArrayList<>();
    private int width;
    private int height;
    private int restartInterval;
    private boolean colourSpaceKnown;

    /** A component as the frame header names it. */
    private record Frame(int id, int horizontal, int vertical, int table) {}

    JpegMarkers(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Empty if the file is not one of those that are read. */
    Optional<JpegHeader> header() {
        if (bytes.length < 4 || word(0) != (0xff00 | START) || !ends()) {
            return Optional.empty();
        }
        while (true) {
            int marker = nextMarker();
            int end = at + word(at);
            int from = at + 2;
            if (marker == SCAN) {
                return scan(from, end);
            }
            if (!read(marker, from, end)) {
                return Optional.empty();
            }
            at = end;
        }
    }

    /** Whether the file has an end: one that was cut off has none. */
    private boolean ends() {
        for (int i = bytes.length - 2; i >= Math.max(0, bytes.length - MAX_PADDING); i--) {
            if (word(i) == (0xff00 | END)) {
                return true;
            }
        }
        return false;
    }

    private int nextMarker() {
        if (unsigned(at++) != 0xff) {
            return END; // which no file has here: refused by read
        }
        while (unsigned(at) == 0xff) {
            at++;
        }
        return unsigned(at++);
    }

    /** Takes a segment in; false if the file is of a kind that is not read. */
    private boolean read(int marker, int from, int end) {
        return switch (marker) {
            case BASELINE, EXTENDED -> frame(from);
            case HUFFMAN -> huffman(from, end);
            case QUANTISATION -> quantisation(from, end);
            case RESTART_INTERVAL -> {
                restartInterval = word(from);
                yield true;
            }
            case JFIF -> {
                colourSpaceKnown |= begins(from, "JFIF\0");
                yield true;
            }
            case EXIF -> {
                colourSpaceKnown |= begins(from, "Exif\0");
                yield true;
            }
            case PROFILE -> !begins(from, "ICC_PROFILE\0");
            case ADOBE -> {
                colourSpaceKnown |= begins(from, "Adobe");
                yield !begins(from, "Adobe") || unsigned(from + 11) == LUMA_AND_DIFFERENCES;
            }
            default -> marker > LAST_FRAME && marker != END;
        };
    }

    private boolean frame(int from) {
        height = word(from + 1);
        width = word(from + 3);
        int count = unsigned(from + 5);
        for (int i = 0, p = from + 6; i < count; i++, p += 3) {
            int factors = unsigned(p + 1);
            frames.add(new Frame(unsigned(p), factors >> 4, factors & 15, unsigned(p + 2)));
        }
        return unsigned(from) == 8 && width > 0 && height > 0 && frames.size() == count && (count == 1 || count == 3);
    }

    private boolean huffman(int from, int end) {
        for (int p = from; p < end; ) {
            int kind = unsigned(p++);
            int[] counts = new int[16];
            for (int i = 0; i < 16; i++) {
                counts[i] = unsigned(p++);
            }
            int[] values = new int[Arrays.stream(counts).sum()];
            for (int i = 0; i < values.length; i++) {
                values[i] = unsigned(p++);
            }
            Optional<HuffmanTable> table = HuffmanTable.of(counts, values);
            if (kind > 0x1f || (kind & 15) > 3 || table.isEmpty()) {
                return false;
            }
            (kind >> 4 == 0 ? dc : ac)[kind & 3] = table.get();
        }
        return true;
    }

    private boolean quantisation(int from, int end) {
        for (int p = from; p < end; ) {
            int kind = unsigned(p++);
            if ((kind & 15) > 3) {
                return false;
            }
            int[] factors = new int[Scan.ENTRIES];
            for (int i = 0; i < 64; i++) {
                factors[i] = kind >> 4 == 0 ? unsigned(p) : word(p);
                p += kind >> 4 == 0 ? 1 : 2;
            }
            quantisation[kind & 15] = factors;
        }
        return true;
    }

    private Optional<JpegHeader> scan(int from, int end) {
        int count = unsigned(from);
        boolean whole = unsigned(end - 3) == 0 && unsigned(end - 2) == 63 && unsigned(end - 1) == 0;
        if (!whole || count == 0 || count != frames.size() || (count == 3 && !colourSpaceKnown)) {
            return Optional.empty();
        }
        JpegHeader.Component[] components = new JpegHeader.Component[count];
        for (int i = 0, p = from + 1; i < count; i++, p += 2) {
            Frame frame = frames.get(i);
            int tables = unsigned(p + 1);
            int[] factors = quantisation[frame.table & 3];
            HuffmanTable forMean = dc[tables >> 4 & 3];
            HuffmanTable forRest = ac[tables & 3];
            if (unsigned(p) != frame.id || factors == null || forMean == null || forRest == null) {
                return Optional.empty();
            }
            // a single component is coded block by block whatever its factors say
            components[i] = count == 1
                    ? new JpegHeader.Component(1, 1, factors, forMean, forRest)
                    : new JpegHeader.Component(frame.horizontal, frame.vertical, factors, forMean, forRest);
        }
        return Optional.of(new JpegHeader(width, height, components, restartInterval, end));
    }

    private boolean begins(int from, String name) {
        byte[] expected = name.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.equals(bytes, from, from + expected.length, expected, 0, expected.length);
    }

    private int unsigned(int index) {
        return bytes[index] & 0xff;
    }

    private int word(int index) {
        return unsigned(index) << 8 | unsigned(index + 1);
    }
}
