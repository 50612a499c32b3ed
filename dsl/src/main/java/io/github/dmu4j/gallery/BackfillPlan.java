package io.github.dmu4j.gallery;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.Seeds;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The order in which gallery items are embedded again by the new model, when not all can be at once. Immutable. Equal values
 * keep the gallery's order.
 *
 * <p>Source of descending uncertainty as an order: Jaeckle et al., "FastFill: Efficient Compatible Model Update", ICLR 2023;
 * poor-first (ascending discriminativeness) is the form that follows from DMU. Deviations: scores are label-free.
 */
@CheckReturnValue
public final class BackfillPlan {
    private final String name;
    private final int galleryItems;
    private final int[] order;

    private BackfillPlan(String name, int galleryItems, int[] order) {
        this.name = name;
        this.galleryItems = galleryItems;
        this.order = order;
    }

    /** A uniform random order: the baseline; average at least 5 seeds. */
    public static BackfillPlan random(int items, long seed) {
        return new BackfillPlan("random", items, Seeds.permutation(items, Seeds.random(seed, "backfill")));
    }

    /**
     * The least discriminative first.
     *
     * @param scores label-free scores of the old vectors, one per item ({@link GalleryItems#scores()})
     * @throws IllegalArgumentException if one is NaN
     */
    public static BackfillPlan poorFirst(double[] scores) {
        return sorted("poor-first", negated(scores));
    }

    /**
     * The greatest gain first: needs what only an experiment knows, hence the upper reference.
     *
     * @param gains how much each item gains by being embedded again
     * @throws IllegalArgumentException if one is NaN
     */
    public static BackfillPlan oracle(double[] gains) {
        return sorted("oracle", gains);
    }

    /**
     * By any value of yours, the highest first: traffic, money, age.
     *
     * @param name for reports
     * @throws IllegalArgumentException if one is NaN
     */
    public static BackfillPlan highestFirst(String name, double[] values) {
        return sorted(name, values);
    }

    /** What the order goes by. */
    public String name() {
        return name;
    }

    /** Row numbers in the order of embedding; a fresh array. */
    public int[] order() {
        return order.clone();
    }

    /** How many items are embedded again. */
    public int size() {
        return order.length;
    }

    /** How many items the gallery has. */
    public int galleryItems() {
        return galleryItems;
    }

    /**
     * The first {@code items} of the order; all if there are fewer.
     *
     * @throws IllegalArgumentException if negative
     */
    public BackfillPlan budget(int items) {
        if (items < 0) {
            throw new IllegalArgumentException("a budget is 0 or more items, found " + items);
        }
        return new BackfillPlan(name, galleryItems, Arrays.copyOf(order, Math.min(items, order.length)));
    }

    /**
     * Writes the work list: CSV in UTF-8 with columns {@code position} (from 1), {@code row} (from 0), {@code id}.
     *
     * @param ids of all gallery items, in row order
     * @throws IllegalArgumentException if there are not as many as items
     */
    public void saveCsv(Path file, List<String> ids) {
        if (ids.size() != galleryItems) {
            throw new IllegalArgumentException(galleryItems + " items need as many ids, found " + ids.size());
        }
        AtomicFiles.write(file, out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            text.write("position,row,id\n");
            for (int i = 0; i < order.length; i++) {
                text.write((i + 1) + "," + order[i] + "," + quoted(ids.get(order[i])) + "\n");
            }
            text.flush();
        });
    }

    private static BackfillPlan sorted(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) {
                throw new IllegalArgumentException(
                        "the value of item " + i + " is NaN: an order by " + name + " needs one for every item");
            }
        }
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i])) // stable
                .mapToInt(Integer::intValue)
                .toArray();
        return new BackfillPlan(name, values.length, order);
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "BackfillPlan: %,d of %,d items, %s\n", order.length, galleryItems, name)
                + "next: .budget(items), .saveCsv(path, ids)";
    }
}
