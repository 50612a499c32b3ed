package io.github.dmu4j.gallery;

import com.google.errorprone.annotations.CheckReturnValue;
import io.github.dmu4j.base.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A gallery on the way from its stored (or adapted) vectors to new ones: what it looks like when a share of the items, in the
 * order of a plan, is embedded again. It only mixes rows; whoever draws the backfill curve measures each mixture.
 */
@CheckReturnValue
public final class BackfillSimulation {
    private final FloatMatrix before;
    private final FloatMatrix after;
    private final int[] order;

    private BackfillSimulation(FloatMatrix before, FloatMatrix after, int[] order) {
        this.before = before;
        this.after = after;
        this.order = order;
    }

    /**
     * A simulation of embedding a whole gallery again.
     *
     * @param before old or adapted vectors, shape (n, d)
     * @param after vectors of the same items by the new model, shape (n, d)
     * @param plan an order of all n items
     * @throws IllegalArgumentException if shapes differ, or the plan is of other or fewer items
     */
    public static BackfillSimulation of(FloatMatrix before, FloatMatrix after, BackfillPlan plan) {
        if (before.rows() != after.rows() || before.columns() != after.columns()) {
            throw new IllegalArgumentException("both galleries need one shape, found " + before + " and " + after
                    + "; old vectors of another dimension are adapted first");
        }
        if (plan.size() != before.rows() || plan.galleryItems() != before.rows()) {
            throw new IllegalArgumentException("the plan orders " + plan.size() + " of " + plan.galleryItems()
                    + " items, the gallery has " + before.rows() + ": a curve needs them all");
        }
        return new BackfillSimulation(before, after, plan.order());
    }

    /**
     * One point of the curve.
     *
     * @param fraction share of the items that are new, in [0, 1]
     * @param newItems the share as a number: round(fraction n)
     * @param mixture makes the gallery at this point, afresh for each call
     */
    public record Point(double fraction, int newItems, Supplier<FloatMatrix> mixture) {
        /** The gallery at this point, shape (n, d). */
        public FloatMatrix gallery() {
            return mixture.get();
        }
    }

    /**
     * The points of a curve; galleries are made one at a time, when asked for.
     *
     * @param fractions ascending, first 0, last 1: the area under the curve needs both ends
     * @throws IllegalArgumentException otherwise
     */
    public List<Point> at(double... fractions) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < fractions.length; i++) {
            if (i > 0 && !(fractions[i] > fractions[i - 1])) {
                throw new IllegalArgumentException(
                        "fractions must ascend, found " + fractions[i] + " after " + fractions[i - 1]);
            }
            int newItems = (int) Math.round(fractions[i] * order.length);
            points.add(new Point(fractions[i], newItems, () -> mixed(newItems)));
        }
        if (fractions.length < 2 || fractions[0] != 0 || fractions[fractions.length - 1] != 1) {
            throw new IllegalArgumentException("fractions must begin with 0 and end with 1");
        }
        return List.copyOf(points);
    }

    /** The gallery with the first {@code newItems} items of the order replaced by their new vectors. */
    public FloatMatrix mixed(int newItems) {
        float[] values = before.values().clone();
        int d = before.columns();
        for (int i = 0; i < newItems; i++) {
            System.arraycopy(after.values(), order[i] * d, values, order[i] * d, d);
        }
        return FloatMatrix.wrap(before.rows(), d, values);
    }
}
