package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A scenario whose old side another project's rule chooses. */
record PublishedScenario(PublishedSplit project, Kind kind, double share) implements Scenario {
    private static final Pattern NAME = Pattern.compile("(\\w+) ([a-z-]+) ([-0-9.E]+)");

    /** What is divided, and whether the new side has all of it. */
    enum Kind {
        EXTENDED_DATA("extended-data", false, false),
        EXTENDED_CLASS("extended-class", true, false),
        OPEN_DATA("open-data", false, true),
        OPEN_CLASS("open-class", true, true);

        private final String label;
        private final boolean byClass;
        private final boolean open;

        Kind(String label, boolean byClass, boolean open) {
            this.label = label;
            this.byClass = byClass;
            this.open = open;
        }

        void requireShare(PublishedSplit project, double share) {
            if (!(share > 0) || share > 1 || (open && share == 1)) {
                throw new IllegalArgumentException(project + " " + label + " with a share of " + share
                        + "; above 0 and " + (open ? "below 1" : "at most 1") + " is allowed");
            }
        }
    }

    PublishedScenario {
        kind.requireShare(project, share);
    }

    /** The scenario that has this {@link #name}; empty if none has. @throws IllegalArgumentException if the share is not allowed */
    static Optional<Scenario> named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Arrays.stream(PublishedSplit.values())
                .filter(project -> project.toString().equals(parts.group(1)))
                .flatMap(project -> Arrays.stream(Kind.values())
                        .filter(kind -> kind.label.equals(parts.group(2)))
                        .<Scenario>map(
                                kind -> new PublishedScenario(project, kind, Double.parseDouble(parts.group(3)))))
                .findFirst();
    }

    @Override
    public String name() {
        return project + " " + kind.label + " " + share;
    }

    @Override
    public ScenarioSplit split(List<String> ids, int[] labels, long seed) {
        if (ids.size() != labels.length) {
            throw new IllegalArgumentException(ids.size() + " identifiers but " + labels.length + " labels");
        }
        boolean[] old = new boolean[labels.length];
        boolean[] fresh = new boolean[labels.length];
        Arrays.fill(fresh, true);
        SortedMap<Integer, List<Integer>> byClass = ClassRows.of(labels);
        if (kind.byClass) {
            List<List<Integer>> classes = new ArrayList<>(byClass.values());
            for (int rank : project.oldClasses(classes.size(), share)) {
                classes.get(rank).forEach(row -> take(row, old, fresh));
            }
        } else {
            byClass.forEach((label, rows) -> {
                for (int place : project.oldImages(label, rows.size(), share)) {
                    take(rows.get(place), old, fresh);
                }
                if (rows.size() == 1) {
                    fresh[rows.get(0)] = true;
                }
            });
        }
        return new ScenarioSplit(rows(old, "old", byClass.size()), rows(fresh, "new", byClass.size()));
    }

    private void take(int row, boolean[] old, boolean[] fresh) {
        old[row] = true;
        fresh[row] = !kind.open;
    }

    private int[] rows(boolean[] side, String which, int classes) {
        int[] rows = IntStream.range(0, side.length).filter(row -> side[row]).toArray();
        if (rows.length == 0) {
            throw new DmuException(name() + " of " + side.length + " images of " + classes + " classes leaves the "
                    + which + " model without any: use another share, or more data");
        }
        return rows;
    }
}
