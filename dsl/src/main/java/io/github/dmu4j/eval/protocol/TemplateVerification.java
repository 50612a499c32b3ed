package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.retrieval.Verification;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * 1:1 verification of templates: the true accept rate at the false accept rates of the papers. Prints itself in percent, by
 * {@link Verification.Mode#NEAREST}, a dash where there are fewer than 1/FAR impostor pairs.
 *
 * @param name of the protocol
 * @param genuine pairs of one person
 * @param impostor pairs of two
 * @param points FAR 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1
 */
public record TemplateVerification(String name, int genuine, int impostor, List<Point> points) {
    static final List<Double> RATES = List.of(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1);

    /** Copies the list. */
    public TemplateVerification {
        points = List.copyOf(points);
    }

    /**
     * True accept rates in 0..1 at one false accept rate, by the three ways to choose the threshold; NaN where there are fewer
     * than 1/far impostor pairs.
     */
    public record Point(double far, double nearest, double conservative, double interpolated) {
        static Point of(Verification scores, double far, int impostor) {
            if (far * impostor < 1 - 1e-9) { // as Verification, which refuses
                return new Point(far, Double.NaN, Double.NaN, Double.NaN);
            }
            return new Point(
                    far,
                    scores.trueAcceptRate(far, Verification.Mode.NEAREST),
                    scores.trueAcceptRate(far, Verification.Mode.CONSERVATIVE),
                    scores.trueAcceptRate(far, Verification.Mode.INTERPOLATED));
        }

        private double by(Verification.Mode mode) {
            return switch (mode) {
                case NEAREST -> nearest;
                case CONSERVATIVE -> conservative;
                case INTERPOLATED -> interpolated;
            };
        }
    }

    /** TAR at a FAR as the published script has it; papers quote 1e-4. */
    public double trueAcceptRate(double far) {
        return trueAcceptRate(far, Verification.Mode.NEAREST);
    }

    /**
     * TAR at a FAR.
     *
     * @param far one of the six
     * @return in 0..1; NaN if there are fewer than 1/far impostor pairs
     * @throws DmuException for another rate
     */
    public double trueAcceptRate(double far, Verification.Mode mode) {
        return points.stream()
                .filter(point -> Math.abs(point.far - far) <= 1e-9 * far)
                .findFirst()
                .orElseThrow(() -> new DmuException("TAR at FAR " + far + " asked; measured were " + RATES))
                .by(mode);
    }

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "%s 1:1, %,d genuine and %,d impostor pairs: TAR at FAR 1e-6/1e-5/1e-4/1e-3/1e-2/1e-1 ",
                        name,
                        genuine,
                        impostor)
                + points.stream().map(point -> Percent.of(point.nearest)).collect(Collectors.joining("/"));
    }
}
