package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * A trained array under a stable name, such as {@code stage1.block0.conv1.weight}.
 *
 * <p>The array itself never requires a gradient: whatever is computed with {@link #array()} is not recorded, on any thread,
 * and an optimiser may change it in place. A training step computes with {@link #in}, an alias of the same memory that is a
 * leaf of that step's graph and is gone with the step, its gradient with it. Not thread-safe.
 */
public final class NamedParameter {
    private final String name;
    private final NDArray array;
    private final boolean decays;
    private boolean frozen;
    private @Nullable NDArray leaf;

    NamedParameter(String name, NDArray array, boolean decays) {
        this.name = name;
        this.array = array;
        this.decays = decays;
    }

    /** The stable name. */
    public String name() {
        return name;
    }

    /** The values; owned by the {@link ParameterSet}. Computing with it records nothing. */
    public NDArray array() {
        return array;
    }

    /** Whether weight decay applies: false for biases, batch-norm scales and GeM powers, unless the network's code has it so. */
    public boolean decays() {
        return decays;
    }

    /** Whether the parameter is trained no more. */
    public boolean isFrozen() {
        return frozen;
    }

    void freeze() {
        frozen = true;
    }

    /**
     * The parameter for use in a training step: the same values, recorded. Within a step it is the same array each time, so
     * that gradients of several uses add up. A frozen parameter gives {@link #array()}.
     *
     * @param step the manager that owns the alias; must be open until the optimiser's step is done
     */
    public NDArray in(NDManager step) {
        if (frozen) {
            return array;
        }
        NDArray present = leaf;
        if (present == null || present.isReleased()) {
            present = array.stopGradient();
            present.attach(step);
            present.setRequiresGradient(true);
            leaf = present;
        }
        return present;
    }

    /** The gradient of this step, to be closed by the caller, or null if the step did not use the parameter. */
    @Nullable
    NDArray takeGradient() {
        NDArray present = leaf;
        leaf = null;
        return present == null || present.isReleased() ? null : present.getGradient();
    }

    /** Adds a copy's gradient, from any device, to that of this step. */
    void addGradient(NDArray other) {
        NDArray present = leaf;
        if (present == null || present.isReleased()) {
            throw new IllegalStateException(name + " was not used in this step, and its copy was");
        }
        NDArray here = other.toDevice(array.getDevice(), false);
        try (NDArray own = present.getGradient()) {
            own.addi(here);
        } finally {
            if (here != other) {
                here.close();
            }
        }
    }

    @Override
    public String toString() {
        return name + " " + array.getShape();
    }
}
