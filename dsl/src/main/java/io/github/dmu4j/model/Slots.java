package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dmu4j.base.DmuException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An optimiser's arrays by parameter name and slot, made at first use, or filled from a checkpoint then. */
final class Slots implements AutoCloseable {
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private final Map<String, float[]> restored = new LinkedHashMap<>();
    private @Nullable NDManager manager;
    private long steps;

    long steps() {
        return steps;
    }

    void countStep() {
        steps++;
    }

    /** The slot's array, or null if it was never made. */
    @Nullable
    NDArray find(NamedParameter parameter, String slot) {
        String key = parameter.name() + "/" + slot;
        NDArray array = arrays.get(key);
        if (array != null) {
            return array;
        }
        float[] values = restored.remove(key);
        if (values == null) {
            return null;
        }
        if (values.length != parameter.array().size()) {
            throw new DmuException(
                    "the optimiser state of " + key + " has " + values.length + " values, the parameter has "
                            + parameter.array().getShape() + ": the checkpoint belongs to another network");
        }
        array = Tensors.owned(manager(parameter), values, parameter.array().getShape());
        arrays.put(key, array);
        return array;
    }

    /** The slot's array, zeros at first. */
    NDArray findOrZeros(NamedParameter parameter, String slot) {
        NDArray array = find(parameter, slot);
        if (array == null) {
            array = manager(parameter).zeros(parameter.array().getShape());
            arrays.put(parameter.name() + "/" + slot, array);
        }
        return array;
    }

    private NDManager manager(NamedParameter parameter) {
        NDManager present = manager;
        if (present == null) {
            present = NativeEngine.require().newBaseManager(parameter.array().getDevice());
            manager = present;
        }
        return present;
    }

    OptimizerState state() {
        Map<String, float[]> state = new LinkedHashMap<>(restored);
        arrays.forEach((key, array) -> state.put(key, array.toFloatArray()));
        return new OptimizerState(steps, state);
    }

    void restore(OptimizerState state) {
        arrays.values().forEach(NDArray::close);
        arrays.clear();
        restored.clear();
        restored.putAll(state.arrays());
        steps = state.steps();
    }

    @Override
    public void close() {
        arrays.clear();
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }
}
