package io.github.dmu4j.data.jpeg;

import java.util.Optional;

/**
 * A Huffman code for a prefix look-up: what the next {@value #LOOK} bits say, where they hold a whole code, and for the longer
 * codes the canonical search (T.81, annexes C and F.2.2.3).
 */
final class HuffmanTable {
    /** Bits that are looked up at once; longer codes are rare. */
    static final int LOOK = 10;

    private static final int MAX_LENGTH = 16;

    /**
     * By the next bits: {@code symbol << 8 | length}, or 0 if the code is longer.
     */
    final int[] symbols = new int[1 << LOOK];
    /**
     * By the next bits, where they hold code and value of a coefficient: {@code value << 16 | zeros before it << 8 | bits}, or 0.
     */
    final int[] coefficients = new int[1 << LOOK];

    /** By length: the first code that is longer, aligned to 16 bits. */
    private final int[] limit = new int[MAX_LENGTH + 2];
    /** By length: index of a symbol minus its code. */
    private final int[] offset = new int[MAX_LENGTH + 1];

    private final int[] values;

    private HuffmanTable(int[] values) {
        this.values = values;
    }

    /**
     * A table as a file defines it; empty if the numbers describe no prefix code.
     *
     * @param counts codes of each length, from length 1 at index 0
     * @param values symbols by growing code
     */
    static Optional<HuffmanTable> of(int[] counts, int[] values) {
        HuffmanTable table = new HuffmanTable(values);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            table.offset[length] = index - code;
            for (int i = 0; i < counts[length - 1]; i++, code++, index++) {
                if (length <= LOOK && code < 1 << length) {
                    table.enter(code, length, values[index]);
                }
            }
            if (code > 1 << length) {
                return Optional.empty();
            }
            table.limit[length] = code << (MAX_LENGTH - length);
            code <<= 1;
        }
        table.limit[MAX_LENGTH + 1] = Integer.MAX_VALUE;
        return Optional.of(table);
    }

    private void enter(int code, int length, int symbol) {
        int free = LOOK - length;
        int size = symbol & 15;
        for (int rest = 0; rest < 1 << free; rest++) {
            int bits = code << free | rest;
            symbols[bits] = symbol << 8 | length;
            if (size > 0 && size <= free) {
                int value = extended(rest >> (free - size), size);
                coefficients[bits] = value << 16 | symbol >> 4 << 8 | length + size;
            }
        }
    }

    /** The signed value that {@code size} bits stand for (T.81, F.2.2.1). */
    static int extended(int bits, int size) {
        return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
    }

    /** {@code symbol << 8 | length} of the code that these 16 bits begin with, longer than {@link #LOOK}; 0 if there is none. */
    int longSymbol(int bits) {
        int length = LOOK + 1;
        while (bits >= limit[length]) {
            length++;
        }
        if (length > MAX_LENGTH) {
            return 0;
        }
        return values[(bits >> (MAX_LENGTH - length)) + offset[length]] << 8 | length;
    }
}
