package io.github.dmu4j.data.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The coded picture, read from its beginning to the last row of units that is asked for. Every code up to there must be read,
 * since each depends on the ones before; what is not asked for is left in that form.
 */
final class Scan {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** A run of zeros may lead past the 64th coefficient of a damaged block, by 15. */
    static final int ENTRIES = 80;

    private static final int NOT_FOUND = 0;

    /** Where the coefficients stand in a block, by the order in which they are coded. */
    private static final int[] ORDER = {
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14,
        21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
        61, 54, 47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63
    };

    private final JpegHeader header;
    private final byte[] bytes;
    private final int lastWord;
    private final int[] block = new int[64];
    private final int[] means;
    private final InverseCosine cosine = new InverseCosine();

    private int at;
    /** The next bits, from the top. */
    private long bits;
    /** How many of them there are. */
    private int count;
    /** How many of those are not in the file but were put after a marker or the end. */
    private int invented;

    Scan(JpegHeader header, byte[] bytes) {
        this.header = header;
        this.bytes = bytes;
        this.lastWord = bytes.length - 4;
        this.means = new int[header.components().length];
        this.at = header.scanStart();
    }

    /** The samples of the units in {@code range}, a plane for each component. */
    SamplePlane[] decode(BlockRange range) throws DamagedScan {
        JpegHeader.Component[] components = header.components();
        SamplePlane[] planes = new SamplePlane[components.length];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = SamplePlane.of(components[c], range);
        }
        int untilRestart = header.restartInterval();
        for (int y = 0; y < range.toY(); y++) {
            for (int x = 0; x < header.unitColumns(); x++) {
                if (header.restartInterval() > 0 && untilRestart-- == 0) {
                    restart();
                    untilRestart = header.restartInterval() - 1;
                }
                boolean wanted = y >= range.fromY() && x >= range.fromX() && x < range.toX();
                for (int c = 0; c < components.length; c++) {
                    unit(c, x, y, planes[c], wanted);
                }
            }
            if (invented > count) {
                throw new DamagedScan("the picture ends in row " + y + " of its units");
            }
        }
        if (range.toY() == header.unitRows()) {
            requireEnd();
        }
        return planes;
    }

    private void unit(int c, int x, int y, SamplePlane plane, boolean wanted) throws DamagedScan {
        JpegHeader.Component component = header.components()[c];
        for (int v = 0; v < component.vertical(); v++) {
            for (int h = 0; h < component.horizontal(); h++) {
                int places = block(component, c);
                if (wanted) {
                    int target = plane.index(8 * (x * component.horizontal() + h), 8 * (y * component.vertical() + v));
                    if (places == 0) {
                        InverseCosine.flat(block[0], plane.samples(), target, plane.stride());
                    } else {
                        cosine.transform(block, places, plane.samples(), target, plane.stride());
                    }
                }
                if (places != 0) {
                    Arrays.fill(block, 0);
                }
            }
        }
    }

    /** Reads the coefficients of one block. @return bitwise or of the places of those that follow the mean */
    private int block(JpegHeader.Component component, int c) throws DamagedScan {
        int[] factors = component.quantisation();
        if (count < 32) {
            fill();
        }
        means[c] += mean(component.dc());
        block[0] = means[c] * factors[0];
        // the reader's state in local variables: this loop is most of the time that a file takes
        HuffmanTable table = component.ac();
        long bits = this.bits;
        int count = this.count;
        int at = this.at;
        int places = 0;
        int k = 1;
        while (k < 64) {
            if (count < 32) {
                int word = at <= lastWord ? (int) INTS.get(bytes, at) : -1;
                if (hasMarker(word)) {
                    store(bits, count, at);
                    fill();
                    bits = this.bits;
                    count = this.count;
                    at = this.at;
                } else {
                    bits |= (word & 0xffffffffL) << (32 - count);
                    count += 32;
                    at += 4;
                }
            }
            int next = (int) (bits >>> (64 - HuffmanTable.LOOK));
            int known = table.coefficients[next];
            if (known != 0) {
                k += known >> 8 & 15;
                int place = ORDER[k];
                block[place] = (known >> 16) * factors[k];
                places |= place;
                k++;
                bits <<= known & 255;
                count -= known & 255;
                continue;
            }
            int symbol = table.symbols[next];
            if (symbol == NOT_FOUND) {
                symbol = longSymbol(table, bits);
            }
            bits <<= symbol & 255;
            count -= symbol & 255;
            int size = symbol >> 8 & 15;
            int zeros = symbol >> 12;
            if (size == 0) {
                if (zeros < 15) {
                    break;
                }
                k += 16;
            } else {
                k += zeros;
                int place = ORDER[k];
                block[place] = HuffmanTable.extended((int) (bits >>> (64 - size)), size) * factors[k];
                places |= place;
                k++;
                bits <<= size;
                count -= size;
            }
        }
        store(bits, count, at);
        if (k > 64) {
            throw new DamagedScan("a block of more than 64 coefficients");
        }
        return places;
    }

    private int mean(HuffmanTable table) throws DamagedScan {
        int symbol = table.symbols[(int) (bits >>> (64 - HuffmanTable.LOOK))];
        if (symbol == NOT_FOUND) {
            symbol = longSymbol(table, bits);
        }
        bits <<= symbol & 255;
        int size = symbol >> 8 & 15;
        int difference = size == 0 ? 0 : HuffmanTable.extended((int) (bits >>> (64 - size)), size);
        bits <<= size;
        count -= (symbol & 255) + size;
        return difference;
    }

    private static int longSymbol(HuffmanTable table, long bits) throws DamagedScan {
        int symbol = table.longSymbol((int) (bits >>> 48));
        if (symbol == NOT_FOUND) {
            throw new DamagedScan("a code that is in no table");
        }
        return symbol;
    }

    private void store(long bits, int count, int at) {
        this.bits = bits;
        this.count = count;
        this.at = at;
    }

    /** Whether one of four bytes is 0xff, which begins a marker or stands for itself before a 0. */
    private static boolean hasMarker(int word) {
        return (~word - 0x01010101 & word & 0x80808080) != 0;
    }

    /** Takes in as many bytes as there is room for; zeros where the file has a marker or no more bytes. */
    private void fill() {
        while (count <= 56) {
            if (at >= bytes.length) {
                count += 8;
                invented += 8;
                continue;
            }
            int next = bytes[at] & 0xff;
            if (next == 0xff && (at + 1 >= bytes.length || bytes[at + 1] != 0)) {
                count += 8;
                invented += 8;
                continue;
            }
            bits |= (long) next << (56 - count);
            count += 8;
            at += next == 0xff ? 2 : 1;
        }
    }

    private void restart() throws DamagedScan {
        int marker = at + 1 < bytes.length ? (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff) : 0;
        if (marker < 0xffd0 || marker > 0xffd7 || invented > count || count - invented >= 8) {
            throw new DamagedScan("no restart marker where one must be");
        }
        at += 2;
        store(0, 0, at);
        invented = 0;
        Arrays.fill(means, 0);
    }

    private void requireEnd() throws DamagedScan {
        if (at + 1 >= bytes.length || (bytes[at] & 0xff) != 0xff || (bytes[at + 1] & 0xff) != 0xd9) {
            throw new DamagedScan("no end after the picture");
        }
    }
}
