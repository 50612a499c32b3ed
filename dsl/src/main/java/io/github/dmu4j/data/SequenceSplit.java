package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The training sets of a sequence of model generations, each holding the one before and the last holding everything: a pure
 * function from training images to as many sets as there are generations. Set t of T has {@code round(t * n / T)} of the classes,
 * or of the images of every class, halves up and at least one. Which, is decided by the hashes of {@link Scenario}: with T = 2 the
 * first set is the old side of {@code extendedClass(0.5)} or {@code extendedData(0.5)}.
 *
 * <p>Source: cumulative training sets as in CoReS (Biondi et al., "CoReS: compatible representations via stationarity", 2023) and
 * BT2 (2023). Deviations: seeded hashes instead of the order of the classes; no replay memory, which those that train on the new
 * part only need.
 *
 * @param growth what each generation has more of
 * @param steps T, the number of generations, at least 2
 */
public record SequenceSplit(Growth growth, int steps) {
    private static final Pattern STEP = Pattern.compile("(\\S+) (\\d{1,6}) of (\\d{1,6})");

    /** What each generation has more of. */
    public enum Growth {
        /** All images of more classes. */
        CLASSES("class-sequence"),
        /** More images of every class. */
        IMAGES("data-sequence");

        private final String label;

        Growth(String label) {
            this.label = label;
        }
    }

    /** @throws IllegalArgumentException with fewer than two generations */
    public SequenceSplit {
        if (steps < 2) {
            throw new IllegalArgumentException("a sequence of " + steps + " generations; at least 2 are needed");
        }
    }

    /** Each generation sees more classes, with all their images. */
    public static SequenceSplit ofClasses(int steps) {
        return new SequenceSplit(Growth.CLASSES, steps);
    }

    /** Each generation sees more images of every class. */
    public static SequenceSplit ofImages(int steps) {
        return new SequenceSplit(Growth.IMAGES, steps);
    }

    /** For example {@code class-sequence 5}. */
    public String name() {
        return growth.label + " " + steps;
    }

    /**
     * The rows that each generation is trained on: T sets, ascending, each within the next, the last of all rows.
     *
     * @param ids stable identifiers, unique
     * @param labels class of each image
     * @throws DmuException if a generation would get nothing new, as with more generations than classes
     */
    public List<int[]> split(List<String> ids, int[] labels, long seed) {
        if (ids.size() != labels.length) {
            throw new IllegalArgumentException(ids.size() + " identifiers but " + labels.length + " labels");
        }
        int[] firstSteps = growth == Growth.CLASSES ? byClass(labels, seed) : byImage(ids, labels, seed);
        List<int[]> sets = new ArrayList<>();
        int before = 0;
        for (int step = 1; step <= steps; step++) {
            int last = step;
            int[] rows = IntStream.range(0, labels.length)
                    .filter(i -> firstSteps[i] <= last)
                    .toArray();
            if (rows.length == before) {
                throw new DmuException(name() + " of " + labels.length + " images of "
                        + ClassRows.of(labels).size() + " classes: generation " + step
                        + " would see nothing that the one before did not: use fewer generations or more data");
            }
            before = rows.length;
            sets.add(rows);
        }
        return sets;
    }

    /** The images that each generation is trained on; as {@link #split(List, int[], long)}. */
    public List<LabeledImages> split(LabeledImages images, long seed) {
        List<String> ids =
                IntStream.range(0, images.size()).mapToObj(images::id).toList();
        return split(ids, images.labels(), seed).stream().map(images::subset).toList();
    }

    /**
     * The scenario of one upgrade in the sequence: the old model is that of the generation before, the new one of this. All of them
     * share the validation and test images of the data set that they split: {@code data.split(sequence.step(2), 7)}.
     *
     * @param number of the new generation, 2 to T
     */
    public Scenario step(int number) {
        return new SequenceStep(this, number);
    }

    /** The scenario of one upgrade that has this name, for example {@code class-sequence 2 of 5}; empty if none has. */
    static Optional<Scenario> named(String name) {
        Matcher parts = STEP.matcher(name);
        return parts.matches()
                ? Arrays.stream(Growth.values())
                        .filter(growth -> growth.label.equals(parts.group(1)))
                        .map(growth -> new SequenceSplit(growth, Integer.parseInt(parts.group(3)))
                                .step(Integer.parseInt(parts.group(2))))
                        .findFirst()
                : Optional.empty();
    }

    private int[] byClass(int[] labels, long seed) {
        List<Integer> classes = new ArrayList<>(ClassRows.of(labels).keySet());
        classes.sort(HashOrder.ofClasses(seed));
        int[] sorted = classes.stream().mapToInt(c -> c).sorted().toArray();
        int[] firstSteps = new int[sorted.length];
        for (int rank = 0; rank < sorted.length; rank++) {
            firstSteps[Arrays.binarySearch(sorted, classes.get(rank))] = firstStep(rank, sorted.length);
        }
        return IntStream.of(labels)
                .map(label -> firstSteps[Arrays.binarySearch(sorted, label)])
                .toArray();
    }

    private int[] byImage(List<String> ids, int[] labels, long seed) {
        int[] firstSteps = new int[labels.length];
        for (List<Integer> rows : ClassRows.of(labels).values()) {
            rows.sort(HashOrder.ofImages(ids, seed));
            for (int rank = 0; rank < rows.size(); rank++) {
                firstSteps[rows.get(rank)] = firstStep(rank, rows.size());
            }
        }
        return firstSteps;
    }

    /** The first generation whose share of {@code n} things reaches the one of this rank. */
    private int firstStep(int rank, int n) {
        int step = 1;
        while (rank >= Math.max(1, (2L * step * n + steps) / (2L * steps))) {
            step++;
        }
        return step;
    }

    /** One upgrade of the sequence. */
    private record SequenceStep(SequenceSplit sequence, int number) implements Scenario {
        SequenceStep {
            if (number < 2 || number > sequence.steps) {
                throw new IllegalArgumentException("upgrade to generation " + number + " of " + sequence.name()
                        + "; allowed are 2 to " + sequence.steps);
            }
        }

        @Override
        public String name() {
            return String.format(Locale.ROOT, "%s %d of %d", sequence.growth.label, number, sequence.steps);
        }

        @Override
        public ScenarioSplit split(List<String> ids, int[] labels, long seed) {
            List<int[]> sets = sequence.split(ids, labels, seed);
            return new ScenarioSplit(sets.get(number - 2), sets.get(number - 1));
        }
    }
}
