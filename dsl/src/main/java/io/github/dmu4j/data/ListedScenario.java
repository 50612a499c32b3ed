package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.TextLines;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A scenario that somebody wrote down as lists of images.
 *
 * @param lists absolute paths, of the old side and, if the new one has not everything, of that
 */
record ListedScenario(List<Path> lists) implements Scenario {
    private static final int LONGEST_LINE = 1 << 13;

    ListedScenario {
        lists = List.copyOf(lists);
    }

    @Override
    public String name() {
        return lists.stream()
                .map(list -> String.valueOf(list.getFileName()))
                .collect(Collectors.joining(" and ", "listed ", ""));
    }

    @Override
    public ScenarioSplit split(List<String> ids, int[] labels, long seed) {
        if (ids.size() != labels.length) {
            throw new IllegalArgumentException(ids.size() + " identifiers but " + labels.length + " labels");
        }
        IdIndex rows = IdIndex.of(labels.length, ids::get);
        int[] old = read(lists.get(0), rows, labels);
        int[] fresh = lists.size() > 1
                ? read(lists.get(1), rows, labels)
                : IntStream.range(0, labels.length).toArray();
        return new ScenarioSplit(old, fresh);
    }

    /** The rows of the listed images, ascending. */
    private static int[] read(Path list, IdIndex rows, int[] labels) {
        BitSet listed = new BitSet();
        ClassAgreement classes = new ClassAgreement(list.toString());
        try (TextLines lines = TextLines.open(list, LONGEST_LINE)) {
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                if (lines.splitAtLastSpace() != 2) {
                    throw lines.error("has one field; needed are a path and a class, with a space between them");
                }
                String path = lines.field(0);
                int row = rows.row(path);
                if (row < 0) {
                    throw lines.error(
                            "names " + path + ", which is none of the " + labels.length
                                    + " training images: the list is of another collection, or that class is for validation or test");
                }
                classes.add(path, lines.field(1), labels[row]);
                listed.set(row);
            }
        }
        if (listed.isEmpty()) {
            throw new DmuException(list + " lists no images; needed are lines of a path and a class");
        }
        return listed.stream().toArray();
    }
}
