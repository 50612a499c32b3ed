package io.github.dmu4j.data;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The names "0", "1", ... of classes that are numbers only: made when asked for, so that a hundred thousand cost nothing. */
public final class NumberNames extends AbstractList<String> implements RandomAccess {
    private final int size;

    private NumberNames(int size) {
        this.size = size;
    }

    /** As many names. */
    public static List<String> of(int size) {
        return new NumberNames(size);
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
