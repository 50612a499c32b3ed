package io.github.dmu4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The images of each class. */
final class ClassRows {
    private ClassRows() {}

    /** Rows by class, both ascending. The lists are the caller's own. */
    static SortedMap<Integer, List<Integer>> of(int[] labels) {
        SortedMap<Integer, List<Integer>> rows = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            rows.computeIfAbsent(labels[i], k -> new ArrayList<>()).add(i);
        }
        return rows;
    }
}
