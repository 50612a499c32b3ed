package io.github.dmu4j.method;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.loss.Scalars;
import io.github.dmu4j.model.HostUpdate;
import io.github.dmu4j.model.InputBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One branch F of an upgrade module while it is trained: its values on the device, loss, gradients, SGD steps. Owned by one
 * thread; closing frees all native memory. Weights are kept transposed, (in, out), so that every product is called on, and
 * freed with, an array of the step.
 */
final class UpgradeNetwork implements AutoCloseable {
    /** PyTorch's momentum 0.1, which DJL states as the share that is kept. */
    private static final float KEPT_STATISTICS = 0.9f;

    private final NDManager manager;
    private final DataType type;
    private final UpgradeBranch.Normalisation normalisation;
    private final int inputs;
    private final int hidden;
    private final int outputs;
    private final Map<String, NDArray> trained = new LinkedHashMap<>();
    private final Map<String, NDArray> velocities = new LinkedHashMap<>();
    private final NDArray runningMean;
    private final NDArray runningVariance;
    private final InputBuffer[] inputBuffers = {new InputBuffer(), new InputBuffer(), new InputBuffer()};

    /**
     * @param parent on the device to train on
     * @param type FLOAT32; FLOAT64 to check gradients
     * @param start where training starts
     */
    UpgradeNetwork(NDManager parent, DataType type, UpgradeBranch start) {
        manager = parent.newSubManager();
        this.type = type;
        normalisation = start.normalisation();
        inputs = start.firstWeight().columns();
        hidden = start.hidden();
        outputs = start.secondWeight().rows();
        putTransposed("firstWeight", start.firstWeight());
        put("firstBias", start.firstBias().values(), new Shape(hidden));
        put("gain", start.gain().values(), new Shape(hidden));
        put("shift", start.shift().values(), new Shape(hidden));
        putTransposed("secondWeight", start.secondWeight());
        put("secondBias", start.secondBias().values(), new Shape(outputs));
        runningMean = array(manager, start.mean().values(), new Shape(hidden));
        runningVariance = array(manager, start.variance().values(), new Shape(hidden));
    }

    private void putTransposed(String name, FloatMatrix weight) {
        float[] transposed = RightFactor.transposed(weight.values(), weight.rows(), weight.columns());
        put(name, transposed, new Shape(weight.columns(), weight.rows()));
    }

    private void put(String name, float[] values, Shape shape) {
        NDArray value = array(manager, values, shape);
        value.setRequiresGradient(true);
        trained.put(name, value);
        velocities.put(name, array(manager, new float[values.length], shape));
    }

    /** {@code values} on the device, in this network's type, owned by {@code owner}. */
    NDArray array(NDManager owner, float[] values, Shape shape) {
        return typed(owner.create(values, shape));
    }

    /**
     * Rows of a matrix likewise; valid until the next rows of the same input are asked for.
     *
     * @param input 0, 1 or 2: which input of a step they are
     */
    NDArray rows(int input, NDManager owner, FloatRows matrix, int[] rows) {
        return typed(inputBuffers[input].rows(owner, matrix, rows));
    }

    private NDArray typed(NDArray floats) {
        if (type == DataType.FLOAT32) {
            return floats;
        }
        NDArray converted = floats.toType(type, true);
        floats.close();
        return converted;
    }

    /** The trained values by name. */
    Map<String, NDArray> trained() {
        return trained;
    }

    /** R z + F(z), normalised; {@code start} is R z. Updates running statistics if {@code training}. */
    NDArray forward(NDArray in, NDArray start, boolean training) {
        NDArray first = in.matMul(trained("firstWeight")).add(trained("firstBias"));
        NDArray normal = normalisation == UpgradeBranch.Normalisation.BATCH
                ? BatchNorm.batchNorm(
                                first,
                                runningMean,
                                runningVariance,
                                trained("gain"),
                                trained("shift"),
                                1,
                                KEPT_STATISTICS,
                                UpgradeBranch.EPSILON,
                                training)
                        .singletonOrThrow()
                : LayerNorm.layerNorm(
                                first, new Shape(hidden), trained("gain"), trained("shift"), UpgradeBranch.EPSILON)
                        .singletonOrThrow();
        NDArray out = normal.getNDArrayInternal()
                .relu()
                .matMul(trained("secondWeight"))
                .add(trained("secondBias"))
                .add(start);
        return out.div(Scalars.atLeast(out.square().sum(new int[] {1}, true).sqrt(), 1e-12));
    }

    /**
     * Loss and gradients of one batch; the gradients wait for {@link #step}.
     *
     * @return the terms: {@code point}, and {@code class} and {@code keep} where they are used, each times its weight
     */
    Map<String, Double> backward(NDManager step, UpgradeLoss loss, UpgradeBatch batch) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            UpgradeLoss.Arrays arrays = loss.arrays(this, step, batch);
            Map<String, NDArray> terms = loss.terms(forward(arrays.in(), arrays.start(), true), arrays);
            NDArray total = null;
            for (NDArray term : terms.values()) {
                total = total == null ? term : total.add(term);
            }
            collector.backward(Objects.requireNonNull(total, "at least one term"));
            Map<String, Double> values = new LinkedHashMap<>();
            terms.forEach((name, term) ->
                    values.put(name, term.toType(DataType.FLOAT64, false).getDouble()));
            return values;
        }
    }

    /** One step of torch.optim.SGD: v = momentum v + g + decay w; w = w - rate v. Clears the gradients. */
    void step(double rate, double momentum, double weightDecay) {
        boolean gradients = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            for (Map.Entry<String, NDArray> entry : trained.entrySet()) {
                NDArray value = entry.getValue();
                NDArray velocity = velocities.get(entry.getKey());
                if (velocity == null) {
                    throw new IllegalStateException("no velocity for " + entry.getKey());
                }
                try (NDArray gradient = value.getGradient()) {
                    HostUpdate.Rule rule = (values, length) -> {
                        float[] w = values[0];
                        float[] v = values[1];
                        float[] g = values[2];
                        for (int i = 0; i < length; i++) {
                            v[i] = v[i] * (float) momentum + g[i] + w[i] * (float) weightDecay;
                            w[i] -= v[i] * (float) rate;
                        }
                    };
                    if (!HostUpdate.apply(rule, 2, value, velocity, gradient)) {
                        update(value, velocity, gradient, rate, momentum, weightDecay);
                    }
                }
                JniUtils.zeroGrad((PtNDArray) value);
            }
        } finally {
            JniUtils.setGradMode(gradients);
        }
    }

    /** The same on another device or in another type. */
    private static void update(
            NDArray value, NDArray velocity, NDArray gradient, double rate, double momentum, double weightDecay) {
        try (NDArray decay = value.mul(weightDecay)) {
            velocity.muli(momentum).addi(gradient).addi(decay);
            try (NDArray change = velocity.mul(rate)) {
                value.subi(change);
            }
        }
    }

    /** The present values, on the Java heap. */
    UpgradeBranch snapshot() {
        return new UpgradeBranch(
                FloatMatrix.wrap(
                        hidden, inputs, RightFactor.transposed(floats(trained("firstWeight")), inputs, hidden)),
                row(trained("firstBias")),
                normalisation,
                row(trained("gain")),
                row(trained("shift")),
                row(runningMean),
                row(runningVariance),
                FloatMatrix.wrap(
                        outputs, hidden, RightFactor.transposed(floats(trained("secondWeight")), hidden, outputs)),
                row(trained("secondBias")));
    }

    private NDArray trained(String name) {
        NDArray value = trained.get(name);
        if (value == null) {
            throw new IllegalStateException("no trained value is called " + name);
        }
        return value;
    }

    private static FloatMatrix row(NDArray values) {
        float[] floats = floats(values);
        return FloatMatrix.wrap(1, floats.length, floats);
    }

    private static float[] floats(NDArray values) {
        if (values.getDataType() == DataType.FLOAT32) {
            return values.toFloatArray();
        }
        try (NDArray converted = values.toType(DataType.FLOAT32, true)) {
            return converted.toFloatArray();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
