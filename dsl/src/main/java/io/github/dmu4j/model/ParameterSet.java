package io.github.dmu4j.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Safetensors;
import io.github.dmu4j.base.Seeds;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The arrays of a network in the order in which they were added, under stable names: parameters (trained) and buffers
 * (running statistics). Owns their native memory: close it when done. Not thread-safe.
 *
 * <p>Initial values come from {@code Seeds.random(seed, "init " + name)}: the same seed and name give the same values,
 * whatever else is in the set, on every platform and device.
 */
public final class ParameterSet implements AutoCloseable {
    private final NDManager manager;
    private final long seed;
    private final List<NamedParameter> parameters = new ArrayList<>();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private boolean frozen;
    private int version;

    /** An empty set whose arrays live on {@code device}. */
    public ParameterSet(Device device, long seed) {
        this.manager = NativeEngine.require().newBaseManager(device);
        this.seed = seed;
    }

    /** The manager of the arrays; make sub-managers of it for steps, and put nothing else into it. */
    public NDManager manager() {
        return manager;
    }

    /** The device of the arrays. */
    public Device device() {
        return manager.getDevice();
    }

    /**
     * Adds a parameter.
     *
     * @param decays whether weight decay applies to it
     * @throws IllegalArgumentException if the name is taken
     */
    public NamedParameter add(String name, Shape shape, boolean decays, Initialiser initialiser) {
        float[] values = new float[Math.toIntExact(shape.size())];
        initialiser.fill(values, Seeds.random(seed, "init " + name));
        NamedParameter parameter = new NamedParameter(name, create(name, shape, values), decays);
        parameters.add(parameter);
        return parameter;
    }

    /** Adds a buffer of {@code length} values, all {@code initial}: saved with the parameters, not trained. */
    public NDArray addBuffer(String name, int length, float initial) {
        float[] values = new float[length];
        Arrays.fill(values, initial);
        return create(name, new Shape(length), values);
    }

    private NDArray create(String name, Shape shape, float[] values) {
        if (arrays.containsKey(name)) {
            throw new IllegalArgumentException("the name " + name + " is taken");
        }
        NDArray array = Tensors.owned(manager, values, shape);
        arrays.put(name, array);
        return array;
    }

    /** The parameters in the order in which they were added. */
    public List<NamedParameter> parameters() {
        return Collections.unmodifiableList(parameters);
    }

    /** Parameters and buffers by name, in the order in which they were added. */
    public Map<String, NDArray> arrays() {
        return Collections.unmodifiableMap(arrays);
    }

    /** How many numbers are trained. */
    public long parameterCount() {
        return parameters.stream().mapToLong(p -> p.array().size()).sum();
    }

    /** Ends training for good: {@link NamedParameter#in} gives plain arrays from now on. */
    public void freeze() {
        frozen = true;
        parameters.forEach(NamedParameter::freeze);
    }

    /** Whether {@link #freeze} was called. */
    public boolean isFrozen() {
        return frozen;
    }

    /** Grows whenever values are loaded: what was computed from frozen ones holds for one version. */
    int version() {
        return version;
    }

    /** A copy of all values by name, row-major, in order. */
    public Map<String, float[]> state() {
        Map<String, float[]> state = new LinkedHashMap<>();
        arrays.forEach((name, array) -> state.put(name, array.toFloatArray()));
        return state;
    }

    /**
     * Overwrites all values in place.
     *
     * @throws DmuException if a name is missing or unknown or a length differs; nothing is changed then
     */
    public void load(Map<String, float[]> state) {
        List<String> problems = new ArrayList<>();
        arrays.forEach((name, array) -> {
            float[] values = state.get(name);
            if (values == null) {
                problems.add(name + " is missing");
            } else if (values.length != array.size()) {
                problems.add(name + " has " + values.length + " values, the network needs " + array.getShape());
            }
        });
        state.keySet().stream()
                .filter(name -> !arrays.containsKey(name))
                .forEach(name -> problems.add(name + " is unknown"));
        if (!problems.isEmpty()) {
            throw new DmuException("these weights belong to another network: "
                    + String.join("; ", problems.subList(0, Math.min(5, problems.size())))
                    + (problems.size() > 5 ? "; and " + (problems.size() - 5) + " more" : "")
                    + ". Build the backbone that they were saved from");
        }
        version++;
        for (Map.Entry<String, float[]> entry : state.entrySet()) {
            Tensors.overwrite(Objects.requireNonNull(arrays.get(entry.getKey())), entry.getValue());
        }
    }

    /** Writes all values as {@link Safetensors}, under their names and shapes; the stream stays open. */
    public void save(OutputStream out) throws IOException {
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            int[] shape = Arrays.stream(array.getShape().getShape())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            tensors.put(name, new Safetensors.Tensor(shape, array.toFloatArray()));
        });
        new Safetensors(Map.of(), tensors).writeTo(out);
    }

    /**
     * Overwrites all values from a stream that {@link #save} wrote; the stream stays open.
     *
     * @throws DmuException if the stream is damaged or belongs to another network; nothing is changed then
     */
    public void load(InputStream in) throws IOException {
        Map<String, float[]> state = new LinkedHashMap<>();
        try {
            Safetensors.readFrom(in, "the weights file")
                    .tensors()
                    .forEach((name, tensor) -> state.put(name, tensor.values()));
        } catch (EOFException | JsonProcessingException e) {
            throw new DmuException(
                    "this is no whole weights file: " + e.getMessage() + ". Copy it again, or save the model again", e);
        }
        load(state);
    }

    /** SHA-256 (hex) over names, shapes and values: equal exactly when the networks are, on any device. */
    public String hash() {
        return WeightHash.of(arrays);
    }

    /** Frees the arrays. */
    @Override
    public void close() {
        manager.close();
    }
}
