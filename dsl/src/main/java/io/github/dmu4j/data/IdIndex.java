package io.github.dmu4j.data;

import java.util.function.IntFunction;

/**
 * Finds images by their identifier: a table of their rows, 8 to 16 bytes an image, whose identifiers are made when they are compared.
 */
final class IdIndex {
    private final IntFunction<String> ids;
    /** Rows plus one, at the place that the hash of the identifier gives or the next that was free; 0 is free. */
    private final int[] table;

    private IdIndex(IntFunction<String> ids, int size) {
        this.ids = ids;
        this.table = new int[Integer.highestOneBit(Math.max(1, size)) << 2];
    }

    /** @param ids unique identifiers by row */
    static IdIndex of(int size, IntFunction<String> ids) {
        IdIndex index = new IdIndex(ids, size);
        for (int row = 0; row < size; row++) {
            index.table[index.place(ids.apply(row))] = row + 1;
        }
        return index;
    }

    /**
     * The row of the image that a list calls {@code path}: the one with this identifier, or with the file's name without folders and
     * ending ({@code train/6/2/d/62d0caa23ab29732.jpg} is {@code 62d0caa23ab29732}); -1 if there is none.
     */
    int row(String path) {
        int row = table[place(path)] - 1;
        return row >= 0 ? row : table[place(ManifestLines.stem(path.substring(path.lastIndexOf('/') + 1)))] - 1;
    }

    /** Where an identifier stands, or would. */
    private int place(String id) {
        int hash = id.hashCode();
        int at = ((hash ^ (hash >>> 16)) * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(table.length - 1);
        while (table[at] != 0 && !ids.apply(table[at] - 1).equals(id)) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }
}
