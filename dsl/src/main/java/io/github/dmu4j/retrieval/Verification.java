package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;

/**
 * 1:1 verification: the true accept rate (share of genuine pairs with a score of at least the threshold) at a wanted
 * false accept rate (the same share of impostor pairs). Source: the IJB-B/C evaluation script of insightface.
 * Deviations: the ROC keeps all its points (the script's drops those that it takes to lie on a straight line,
 * which moves a value by at most one step of the curve); a target below one impostor pair is refused.
 */
public final class Verification {
    private final float[] genuine;
    private final float[] impostor;

    private Verification(float[] genuine, float[] impostor) {
        this.genuine = genuine;
        this.impostor = impostor;
    }

    /** How the operating point is chosen, as thresholds between pairs hit a wanted rate only by luck. */
    public enum Mode {
        /** The point whose FAR is nearest; the larger TAR among equals. What the published script does. */
        NEAREST,
        /** The largest TAR whose FAR does not exceed the target. */
        CONSERVATIVE,
        /** Straight line in log FAR between the points on both sides of the target. */
        INTERPOLATED
    }

    /**
     * Sorts copies of the scores.
     *
     * @param genuine scores of pairs of one subject, higher is closer, no NaN
     * @param impostor scores of pairs of two subjects
     * @throws DmuException if either is empty
     */
    public static Verification of(float[] genuine, float[] impostor) {
        if (genuine.length == 0 || impostor.length == 0) {
            throw new DmuException("verification asked with " + genuine.length + " genuine and " + impostor.length
                    + " impostor pairs; both are needed");
        }
        float[] sortedGenuine = genuine.clone();
        float[] sortedImpostor = impostor.clone();
        Arrays.sort(sortedGenuine);
        Arrays.sort(sortedImpostor);
        return new Verification(sortedGenuine, sortedImpostor);
    }

    /**
     * The true accept rate at a false accept rate.
     *
     * @param far in (0, 1]; papers quote 1e-4
     * @throws DmuException if there are fewer than 1/far impostor pairs
     */
    public double trueAcceptRate(double far, Mode mode) {
        if (!(far > 0 && far <= 1) || far * impostor.length < 1 - 1e-9) {
            throw new DmuException("TAR at FAR " + far + " asked with " + impostor.length
                    + " impostor pairs; allowed are rates from " + 1.0 / impostor.length
                    + " to 1: list more impostor pairs or ask a larger rate");
        }
        double wanted = far * impostor.length;
        int below = (int) Math.floor(wanted + 1e-9); // 1e-3 * 5,000 may come out just under 5
        int above = Math.min(below + 1, impostor.length);
        while (!isReachable(below)) {
            below--;
        }
        while (!isReachable(above)) {
            above++;
        }
        return switch (mode) {
            case CONSERVATIVE -> acceptRate(below);
            case NEAREST -> acceptRate(wanted - below < above - wanted ? below : above);
            case INTERPOLATED -> interpolated(below, above, wanted);
        };
    }

    /** Whether some threshold accepts exactly this many impostor pairs: equal scores enter together. */
    private boolean isReachable(int accepted) {
        int n = impostor.length;
        return accepted == 0 || accepted == n || impostor[n - accepted] != impostor[n - accepted - 1];
    }

    /** The best TAR with this many impostor pairs accepted: the threshold just above the next one's score. */
    private double acceptRate(int accepted) {
        return accepted == impostor.length
                ? 1
                : shareAtLeast(genuine, Math.nextUp(impostor[impostor.length - accepted - 1]));
    }

    private double interpolated(int below, int above, double wanted) {
        double low = acceptRate(below);
        if (below == 0 || below == above || wanted <= below) {
            return low; // no logarithm of zero: the conservative value
        }
        double part = Math.log(wanted / below) / Math.log((double) above / below);
        return low + part * (acceptRate(above) - low);
    }

    private static double shareAtLeast(float[] sorted, float threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) (sorted.length - low) / sorted.length;
    }
}
