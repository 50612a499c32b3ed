package io.github.dmu4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Arithmetic with plain numbers that may be differentiated. Use it in every loss instead of {@code x.mul(number)}, {@code
 * x.div(number)}, {@code x.add(number)}, {@code x.pow(number)} and {@code x.maximum(number)}.
 *
 * <p>Those wrap the number in a Java buffer that nobody holds afterwards; torch's graph reads it again on the way back, and if
 * the garbage collector ran in between, the gradient is silently wrong (DJL 0.35, on the CPU). Here the number has native
 * memory of its own. No gradient depends on a number that is added, so {@link #plus} is for the sake of one rule without
 * exceptions, which ArchitectureTest checks.
 */
public final class Scalars {
    private Scalars() {}

    /** x times {@code factor}; shape, type and manager of {@code x}. */
    public static NDArray times(NDArray x, double factor) {
        return x.mul(of(x, factor));
    }

    /** x divided by {@code divisor}; shape, type and manager of {@code x}. */
    public static NDArray over(NDArray x, double divisor) {
        return x.div(of(x, divisor));
    }

    /** x plus {@code summand}; shape, type and manager of {@code x}. */
    public static NDArray plus(NDArray x, double summand) {
        return x.add(of(x, summand));
    }

    /** The greater of x and {@code floor}, elementwise; shape, type and manager of {@code x}. */
    public static NDArray atLeast(NDArray x, double floor) {
        return x.maximum(of(x, floor));
    }

    /** A scalar with memory of its own, in the manager and of the type of {@code x}, which is float32 or float64. */
    static NDArray of(NDArray x, double value) {
        boolean wide = x.getDataType() == DataType.FLOAT64;
        try (NDArray wrapped =
                wide ? x.getManager().create(value) : x.getManager().create((float) value)) {
            return wrapped.duplicate();
        }
    }
}
