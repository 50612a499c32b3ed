package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The scenarios that one rule and one share describe. */
record ShareScenario(Rule rule, double share) implements Scenario {
    private static final Pattern NAME = Pattern.compile("(\\S+?)(?: ([-0-9.E]+))?");

    /** What is divided, and whether the new side has all of it. */
    enum Rule {
        EXTENDED_DATA("extended-data", false),
        EXTENDED_CLASS("extended-class", false),
        OPEN_DATA("open-data", true),
        OPEN_CLASS("open-class", true),
        EXTENDED_BACKBONE("extended-backbone", false),
        CLASS_GROWTH("class-growth", false);

        private final String label;
        private final boolean open;

        Rule(String label, boolean open) {
            this.label = label;
            this.open = open;
        }
    }

    ShareScenario {
        if (!(share > 0) || share > 1 || (rule.open && share == 1)) {
            throw new IllegalArgumentException(rule.label + " with a share of " + share + "; above 0 and "
                    + (rule.open ? "below 1" : "at most 1") + " is allowed");
        }
    }

    /** The scenario that has this {@link #name}; empty if none has. @throws IllegalArgumentException if the share is not allowed */
    static Optional<Scenario> named(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        double share = parts.group(2) == null ? 1 : Double.parseDouble(parts.group(2));
        return Arrays.stream(Rule.values())
                .filter(rule -> rule.label.equals(parts.group(1)))
                .filter(rule -> (rule == Rule.EXTENDED_BACKBONE) == (parts.group(2) == null))
                .<Scenario>map(rule -> new ShareScenario(rule, share))
                .findFirst();
    }

    @Override
    public String name() {
        return rule == Rule.EXTENDED_BACKBONE ? rule.label : String.format(Locale.ROOT, "%s %s", rule.label, share);
    }

    @Override
    public ScenarioSplit split(List<String> ids, int[] labels, long seed) {
        if (ids.size() != labels.length) {
            throw new IllegalArgumentException(ids.size() + " identifiers but " + labels.length + " labels");
        }
        if (labels.length == 0) {
            throw new DmuException(name() + " has no training images to divide: check the data set's class shares");
        }
        boolean[] old = new boolean[labels.length];
        boolean[] both = new boolean[labels.length];
        switch (rule) {
            case EXTENDED_DATA, OPEN_DATA -> divideImages(ids, labels, seed, old, both);
            case EXTENDED_CLASS, OPEN_CLASS, CLASS_GROWTH -> divideClasses(labels, seed, old);
            case EXTENDED_BACKBONE -> Arrays.fill(old, true);
        }
        int[] oldRows = rows(labels.length, i -> old[i]);
        int[] newRows = rows(labels.length, i -> !rule.open || !old[i] || both[i]);
        return new ScenarioSplit(oldRows, newRows);
    }

    private static int[] rows(int n, IntPredicate side) {
        return IntStream.range(0, n).filter(side).toArray();
    }

    private void divideImages(List<String> ids, int[] labels, long seed, boolean[] old, boolean[] both) {
        for (List<Integer> members : ClassRows.of(labels).values()) {
            int n = members.size();
            int kept = atLeastOne(n);
            if (rule.open && n == 1) {
                both[members.get(0)] = true;
            }
            members.sort(HashOrder.ofImages(ids, seed));
            members.subList(0, kept).forEach(i -> old[i] = true);
        }
    }

    private void divideClasses(int[] labels, long seed, boolean[] old) {
        List<Integer> classes =
                new ArrayList<>(IntStream.of(labels).distinct().sorted().boxed().toList());
        if (rule.open && classes.size() < 2) {
            throw new DmuException(name() + " needs at least two training classes, found " + classes.size()
                    + ": use open-data or a data set with more classes");
        }
        if (rule != Rule.CLASS_GROWTH) {
            classes.sort(HashOrder.ofClasses(seed));
        }
        Set<Integer> chosen = new HashSet<>(classes.subList(0, atLeastOne(classes.size())));
        for (int i = 0; i < labels.length; i++) {
            old[i] = chosen.contains(labels[i]);
        }
    }

    /** The rounded share of {@code n}, leaving neither side empty where that is possible. */
    private int atLeastOne(int n) {
        int most = rule.open && n > 1 ? n - 1 : n;
        return Math.max(1, Math.min(most, (int) Math.round(share * n)));
    }
}
