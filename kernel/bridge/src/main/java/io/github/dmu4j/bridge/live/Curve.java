package io.github.dmu4j.bridge.live;

import java.util.Arrays;

/** A curve that never has more than {@value #LIMIT} points: when it is full, each two neighbours become their mean. */
final class Curve {
    static final int LIMIT = 150;

    /** A copy for drawing. */
    @SuppressWarnings("ArrayRecordComponent")
    record Points(String name, int[] steps, double[] values) {}

    private final double[] steps = new double[LIMIT];
    private final double[] values = new double[LIMIT];
    private int size;
    /** Values that make one point. */
    private int width = 1;

    private int pending;
    private double pendingSum;
    private long last = -1;

    /** The step of the newest value. */
    long last() {
        return last;
    }

    void add(long step, double value) {
        last = step;
        pendingSum += value;
        if (++pending < width) {
            return;
        }
        if (size == LIMIT) {
            for (int i = 0; i < LIMIT / 2; i++) {
                steps[i] = steps[2 * i + 1];
                values[i] = (values[2 * i] + values[2 * i + 1]) / 2;
            }
            size = LIMIT / 2;
            width *= 2;
            if (pending < width) {
                return;
            }
        }
        steps[size] = step;
        values[size] = pendingSum / pending;
        size++;
        pending = 0;
        pendingSum = 0;
    }

    Points points(String name) {
        return new Points(
                name,
                Arrays.stream(steps).limit(size).mapToInt(step -> (int) step).toArray(),
                Arrays.copyOf(values, size));
    }
}
