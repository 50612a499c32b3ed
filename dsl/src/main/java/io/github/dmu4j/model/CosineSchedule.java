package io.github.dmu4j.model;

/**
 * A linear warm-up from {@code base * warmUpFrom} to {@code base}, then half a cosine down to {@code base * minFactor}, a new
 * value each step.
 *
 * <p>Source: SGDR, Loshchilov and Hutter, 2017, equation 5, without restarts; the factors are those of the public code of the
 * paper's group. Deviations: none. The first step has exactly the warm-up's start, the last step exactly the minimum.
 *
 * @param base the highest rate
 * @param warmUpEpochs epochs of warm-up, default 1; fewer than {@code epochs}, or none if there is only one epoch
 * @param stepsPerEpoch steps in an epoch
 * @param epochs epochs in all
 * @param minFactor last rate over base, default 1e-2
 * @param warmUpFrom first rate over base, default 1e-3
 */
public record CosineSchedule(
        double base, int warmUpEpochs, int stepsPerEpoch, int epochs, double minFactor, double warmUpFrom)
        implements LearningRate {

    public CosineSchedule {
        if (!(base >= 0) || stepsPerEpoch < 1 || epochs < 1 || warmUpEpochs < 0) {
            throw new IllegalArgumentException(
                    "a schedule needs a rate of at least 0 and at least one step and epoch, found " + base + ", "
                            + stepsPerEpoch + " and " + epochs);
        }
        if (!(minFactor >= 0 && minFactor <= 1) || !(warmUpFrom >= 0 && warmUpFrom <= 1)) {
            throw new IllegalArgumentException(
                    "minFactor and warmUpFrom must be in [0, 1], found " + minFactor + " and " + warmUpFrom);
        }
        warmUpEpochs = Math.min(warmUpEpochs, epochs - 1);
    }

    /** One epoch of warm-up from 1e-3, minimum 1e-2. */
    public static CosineSchedule of(double base, int stepsPerEpoch, int epochs) {
        return new CosineSchedule(base, 1, stepsPerEpoch, epochs, 1e-2, 1e-3);
    }

    /** Steps after the last have the last one's rate. */
    @Override
    public double at(long step) {
        long warm = (long) warmUpEpochs * stepsPerEpoch;
        if (step < warm) {
            return base * (warmUpFrom + (1 - warmUpFrom) * step / warm);
        }
        long falling = (long) epochs * stepsPerEpoch - warm;
        double progress = falling == 1 ? 0 : Math.min(1, (double) (step - warm) / (falling - 1));
        return base * (minFactor + (1 - minFactor) * 0.5 * (1 + StrictMath.cos(Math.PI * progress)));
    }
}
