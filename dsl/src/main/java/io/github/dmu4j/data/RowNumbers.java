package io.github.dmu4j.data;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/** The identifiers "0", "1", ... of vectors that came without any: made when asked for, so that a million cost nothing. */
final class RowNumbers extends AbstractList<String> implements RandomAccess {
    private final int size;

    RowNumbers(int size) {
        this.size = size;
    }

    @Override
    public String get(int index) {
        return Integer.toString(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
        return size;
    }
}
