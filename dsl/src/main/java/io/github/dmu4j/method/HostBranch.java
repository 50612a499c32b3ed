package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Sums;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * In Java on all processors, with the gradients written out: batch normalisation, the terms {@code point} and {@code keep}. The
 * products run on a {@link TileKernel}; every sum has an order of its own, so that the bits do not depend on the number of threads.
 *
 * <p>Hidden units are the rows of all that lies between the two layers. What a step does with a unit is then done with one row, in
 * one task: product, statistics, ReLU; on the way back its gradients and the update of its weights, each as soon as its tile is there.
 */
final class HostBranch implements BranchTraining {
    /** Hidden units of a task; a multiple of the rows of every kernel's tile. */
    private static final int UNITS = 32;
    /** Pairs of a task, likewise. */
    private static final int PAIRS = 64;
    /** PyTorch's. */
    private static final double MOMENTUM_OF_STATISTICS = 0.1;

    private static final double SMALLEST_NORM = 1e-12;

    private final TileKernel kernel;
    private final ForwardAdaptation options;
    private final int inputs;
    private final int hidden;
    private final int outputs;
    private final int batch;

    private final Tiles.Left firstWeight; // (hidden, inputs)
    private final Tiles.Right secondWeight; // (hidden, outputs)
    private final Tiles.Left secondWeightAsLeft; // the same values
    private final SgdValues firstWeights; // those of the tiles
    private final SgdValues secondWeights; // those of secondWeight
    private final SgdValues firstBias;
    private final SgdValues gain;
    private final SgdValues shift;
    private final SgdValues secondBias;
    private final float[] runningMean;
    private final float[] runningVariance;

    // Of one step.
    private final Tiles.Right input; // (batch, inputs)
    private final Tiles.Right inputTransposed; // (inputs, batch)
    private final float[] normal; // (hidden, batch): before gain and shift
    private final float[] inverseDeviation;
    private final Tiles.Left active; // (hidden, batch): behind the ReLU
    private final Tiles.Left activeTransposed; // (batch, hidden)
    private final float[] output; // (batch, outputs): F, then its gradient
    private final Tiles.Right outputGradient; // (batch, outputs)
    private final Tiles.Right outputGradientTransposed; // (outputs, batch)
    private final int normalStride;
    private final int outputStride;

    /**
     * @param start with batch normalisation
     * @param batch how many pairs every batch has, at least 2
     */
    HostBranch(TileKernel kernel, ForwardAdaptation options, UpgradeBranch start, int batch) {
        this.kernel = kernel;
        this.options = options;
        this.batch = batch;
        inputs = start.firstWeight().columns();
        hidden = start.hidden();
        outputs = start.secondWeight().rows();
        firstWeight = new Tiles.Left(kernel, hidden, inputs);
        secondWeight = new Tiles.Right(kernel, hidden, outputs);
        secondWeightAsLeft = new Tiles.Left(kernel, hidden, outputs);
        float[] second = start.secondWeight().values();
        for (int unit = 0; unit < hidden; unit++) {
            firstWeight.set(unit, 0, inputs, start.firstWeight().values(), unit * inputs, 1);
            secondWeightAsLeft.set(unit, 0, outputs, second, unit, hidden);
        }
        for (int k = 0; k < outputs; k++) {
            secondWeight.setColumn(k, second, k * hidden);
        }
        firstWeights = trained(firstWeight.values());
        secondWeights = trained(secondWeight.values());
        firstBias = trained(start.firstBias().values().clone());
        gain = trained(start.gain().values().clone());
        shift = trained(start.shift().values().clone());
        secondBias = trained(start.secondBias().values().clone());
        runningMean = start.mean().values().clone();
        runningVariance = start.variance().values().clone();

        input = new Tiles.Right(kernel, batch, inputs);
        inputTransposed = new Tiles.Right(kernel, inputs, batch);
        active = new Tiles.Left(kernel, hidden, batch);
        activeTransposed = new Tiles.Left(kernel, batch, hidden);
        outputGradient = new Tiles.Right(kernel, batch, outputs);
        outputGradientTransposed = new Tiles.Right(kernel, outputs, batch);
        normalStride = inputTransposed.columns();
        outputStride = secondWeight.columns();
        inverseDeviation = new float[hidden];
        normal = new float[Math.multiplyExact(padded(hidden), normalStride)];
        output = new float[Math.multiplyExact(padded(batch), outputStride)];
        kernel.prepare();
    }

    private SgdValues trained(float[] values) {
        return new SgdValues(values, options.momentum(), options.weightDecay());
    }

    /** A number of rows with those of the last block that are zeros. */
    private int padded(int rows) {
        return blocks(rows) * kernel.rows();
    }

    private int blocks(int rows) {
        return (rows + kernel.rows() - 1) / kernel.rows();
    }

    @Override
    public Map<String, Double> step(UpgradeBatch pairs, double learningRate) {
        float rate = (float) learningRate;
        inParallel(batch, PAIRS, first -> read(pairs, first));
        inParallel(hidden, UNITS, this::activate);
        inParallel(batch, PAIRS, this::applySecondLayer);
        Map<String, Double> terms = lossAndOutputGradient(pairs);
        secondBias.update(0, gradientOfSecondBias(), 0, outputs, rate);
        inParallel(hidden, UNITS, first -> backward(first, rate));
        return terms;
    }

    private static void inParallel(int rows, int rowsOfTask, IntConsumer task) {
        IntStream.range(0, (rows + rowsOfTask - 1) / rowsOfTask)
                .parallel()
                .forEach(number -> task.accept(number * rowsOfTask));
    }

    private void read(UpgradeBatch pairs, int first) {
        float[] rows = pairs.in().select(numbers(pairs, first)).values();
        for (int at = 0; at < rows.length; at += inputs) {
            int i = first + at / inputs;
            input.setRow(i, rows, at, inputs);
            inputTransposed.setColumn(i, rows, at);
        }
    }

    /** Which of all pairs those of one task are. */
    private int[] numbers(UpgradeBatch pairs, int first) {
        return Arrays.copyOfRange(pairs.rows(), first, Math.min(first + PAIRS, batch));
    }

    /** First layer, normalisation and ReLU of some units. */
    private void activate(int first) {
        int units = Math.min(UNITS, hidden - first);
        Tiles.multiply(
                kernel,
                firstWeight,
                first / kernel.rows(),
                blocks(units),
                inputTransposed,
                normal,
                first * normalStride);
        float[] positive = new float[units * batch];
        for (int u = 0; u < units; u++) {
            normalise(first + u, positive, u * batch);
        }
        for (int u = 0; u < units; u++) {
            active.set(first + u, 0, batch, positive, u * batch, 1);
        }
        for (int i = 0; i < batch; i++) {
            activeTransposed.set(i, first, units, positive, i, batch);
        }
    }

    /** The bias of the first layer is left out, because the mean takes it away again, and is in the running mean alone. */
    private void normalise(int unit, float[] positive, int to) {
        int at = unit * normalStride;
        double mean = Sums.of(normal, at, batch) / batch;
        double variance = Sums.ofSquares(normal, at, batch, mean) / batch;
        double inverse = 1 / Math.sqrt(variance + UpgradeBranch.EPSILON);
        inverseDeviation[unit] = (float) inverse;
        runningMean[unit] += (float) (MOMENTUM_OF_STATISTICS * (mean + firstBias.values()[unit] - runningMean[unit]));
        double unbiased = variance * batch / (batch - 1);
        runningVariance[unit] += (float) (MOMENTUM_OF_STATISTICS * (unbiased - runningVariance[unit]));
        float centre = (float) mean;
        float factor = (float) inverse;
        float unitGain = gain.values()[unit];
        float unitShift = shift.values()[unit];
        for (int i = 0; i < batch; i++) {
            float value = (normal[at + i] - centre) * factor;
            normal[at + i] = value;
            positive[to + i] = Math.max(0, unitGain * value + unitShift);
        }
    }

    private void applySecondLayer(int first) {
        int rows = Math.min(PAIRS, batch - first);
        Tiles.multiply(
                kernel,
                activeTransposed,
                first / kernel.rows(),
                blocks(rows),
                secondWeight,
                output,
                first * outputStride);
    }

    private Map<String, Double> lossAndOutputGradient(UpgradeBatch pairs) {
        float[] emphasis = pairs.emphasis();
        float[] heritability = pairs.heritability();
        double[] point = new double[batch];
        double[] keep = new double[batch];
        inParallel(batch, PAIRS, first -> {
            int[] numbers = numbers(pairs, first);
            float[] starts = pairs.start().select(numbers).values();
            float[] targets = pairs.target().select(numbers).values();
            for (int i = first; i < first + numbers.length; i++) {
                int at = (i - first) * outputs;
                double[] cosines = outputGradient(i, starts, targets, at, emphasis[i], heritability[i]);
                point[i] = emphasis[i] * (1 - cosines[0]);
                keep[i] = heritability[i] * (1 - cosines[1]);
            }
        });
        Map<String, Double> terms = new LinkedHashMap<>();
        if (options.pointWeight() > 0) {
            terms.put("point", options.pointWeight() * Arrays.stream(point).sum() / batch);
        }
        if (options.keepWeight() > 0) {
            terms.put("keep", options.keepWeight() * Arrays.stream(keep).sum() / batch);
        }
        return terms;
    }

    /**
     * Puts the gradient by {@code o = R z + F(z)} of one pair in the place of F. With psi = o / |o| and g the gradient by psi it is
     * {@code (g - psi <psi, g>) / |o|}.
     *
     * @param starts R z from {@code from} on
     * @param targets likewise
     * @return the cosines of psi to the target and to R z
     */
    private double[] outputGradient(
            int i, float[] starts, float[] targets, int from, float emphasis, float heritability) {
        int at = i * outputStride;
        float[] bias = secondBias.values();
        for (int k = 0; k < outputs; k++) {
            output[at + k] += bias[k] + starts[from + k];
        }
        double square = Sums.ofProducts(output, at, output, at, outputs);
        double norm = Math.max(Math.sqrt(square), SMALLEST_NORM);
        double startNorm = Math.max(Math.sqrt(Sums.ofProducts(starts, from, starts, from, outputs)), SMALLEST_NORM);
        double toTarget = Sums.ofProducts(output, at, targets, from, outputs) / norm;
        double toStart = Sums.ofProducts(output, at, starts, from, outputs) / (norm * startNorm);
        double point = options.pointWeight() * emphasis / batch;
        double keep = options.keepWeight() * heritability / batch;
        boolean normHasGradient = norm > SMALLEST_NORM;
        float along = (float) (normHasGradient ? (point * toTarget + keep * toStart) / (norm * norm) : 0);
        float byTarget = (float) (-point / norm);
        float byStart = (float) (-keep / (norm * startNorm));
        for (int k = 0; k < outputs; k++) {
            output[at + k] = output[at + k] * along + targets[from + k] * byTarget + starts[from + k] * byStart;
        }
        outputGradient.setRow(i, output, at, outputs);
        outputGradientTransposed.setColumn(i, output, at);
        return new double[] {toTarget, toStart};
    }

    private float[] gradientOfSecondBias() {
        double[] sums = new double[outputs];
        for (int i = 0; i < batch; i++) {
            for (int k = 0; k < outputs; k++) {
                sums[k] += output[i * outputStride + k];
            }
        }
        float[] gradient = new float[outputs];
        for (int k = 0; k < outputs; k++) {
            gradient[k] = (float) sums[k];
        }
        return gradient;
    }

    /** Gradients of some units and the update of all that belongs to them. */
    private void backward(int first, float rate) {
        int units = Math.min(UNITS, hidden - first);
        int firstBlock = first / kernel.rows();
        int blocks = blocks(units);
        float[] gradients = new float[blocks * kernel.rows() * normalStride];
        Tiles.multiply(kernel, secondWeightAsLeft, firstBlock, blocks, outputGradientTransposed, gradients, 0);
        Tiles.Left beforeNormalisation = new Tiles.Left(kernel, units, batch);
        for (int u = 0; u < units; u++) {
            int at = u * normalStride;
            throughNormalisation(first + u, gradients, at, rate);
            beforeNormalisation.set(u, 0, batch, gradients, at, 1);
        }
        float[] tile = new float[kernel.rows() * kernel.columns()];
        for (int panel = 0; panel < outputGradient.panels(); panel++) {
            for (int block = firstBlock; block < firstBlock + blocks; block++) {
                multiplyTile(active, block, outputGradient, panel, tile);
                updateSecondWeight(block, panel, tile, rate);
            }
        }
        for (int panel = 0; panel < input.panels(); panel++) {
            for (int block = 0; block < blocks; block++) {
                multiplyTile(beforeNormalisation, block, input, panel, tile);
                updateFirstWeight(firstBlock + block, panel, tile, rate);
            }
        }
    }

    private void multiplyTile(Tiles.Left left, int block, Tiles.Right right, int panel, float[] tile) {
        kernel.multiply(
                left.values(),
                left.at(block),
                right.values(),
                right.at(panel),
                left.inner(),
                tile,
                0,
                kernel.columns());
    }

    /**
     * Turns the gradients behind the ReLU into those before the normalisation, and updates gain, shift and first bias. The mean takes
     * the first bias away, so that its gradient is zero.
     */
    private void throughNormalisation(int unit, float[] gradients, int at, float rate) {
        int normalAt = unit * normalStride;
        float unitGain = gain.values()[unit];
        float unitShift = shift.values()[unit];
        for (int i = 0; i < batch; i++) {
            // no branch: half of them would be guessed wrong
            int positive = Float.floatToRawIntBits(0 - (unitGain * normal[normalAt + i] + unitShift)) >> 31;
            gradients[at + i] = Float.intBitsToFloat(Float.floatToRawIntBits(gradients[at + i]) & positive);
        }
        double ofShift = Sums.of(gradients, at, batch);
        double ofGain = Sums.ofProducts(gradients, at, normal, normalAt, batch);
        float factor = unitGain * inverseDeviation[unit];
        float meanOfShift = (float) (ofShift / batch);
        float meanOfGain = (float) (ofGain / batch);
        for (int i = 0; i < batch; i++) {
            gradients[at + i] = factor * (gradients[at + i] - meanOfShift - normal[normalAt + i] * meanOfGain);
        }
        gain.update(unit, ofGain, rate);
        shift.update(unit, ofShift, rate);
        firstBias.update(unit, 0, rate);
    }

    private void updateSecondWeight(int block, int panel, float[] tile, float rate) {
        int rows = kernel.rows();
        int width = kernel.columns();
        int columns = Math.min(width, outputs - panel * width);
        float[] mirror = secondWeightAsLeft.values();
        for (int r = 0; r < rows && block * rows + r < hidden; r++) {
            int at = secondWeight.at(panel) + (block * rows + r) * width;
            secondWeights.update(at, tile, r * width, columns, rate);
            int to = secondWeightAsLeft.at(block) + panel * width * rows + r;
            for (int l = 0; l < columns; l++) {
                mirror[to + l * rows] = secondWeight.values()[at + l];
            }
        }
    }

    private void updateFirstWeight(int block, int panel, float[] tile, float rate) {
        int rows = kernel.rows();
        int width = kernel.columns();
        int columns = Math.min(width, inputs - panel * width);
        float[] turned = new float[rows * width];
        for (int r = 0; r < rows; r++) {
            for (int l = 0; l < columns; l++) {
                turned[l * rows + r] = tile[r * width + l];
            }
        }
        int at = firstWeight.at(block) + panel * width * rows;
        firstWeights.update(at, turned, 0, columns * rows, rate);
    }

    @Override
    public UpgradeBranch snapshot() {
        float[] first = new float[hidden * inputs];
        float[] second = new float[outputs * hidden];
        for (int unit = 0; unit < hidden; unit++) {
            firstWeight.copyRow(unit, first, unit * inputs);
        }
        for (int k = 0; k < outputs; k++) {
            secondWeight.copyColumn(k, second, k * hidden);
        }
        return new UpgradeBranch(
                FloatMatrix.wrap(hidden, inputs, first),
                row(firstBias.values()),
                UpgradeBranch.Normalisation.BATCH,
                row(gain.values()),
                row(shift.values()),
                row(runningMean),
                row(runningVariance),
                FloatMatrix.wrap(outputs, hidden, second),
                row(secondBias.values()));
    }

    private static FloatMatrix row(float[] values) {
        return FloatMatrix.wrap(1, values.length, values.clone());
    }

    @Override
    public void close() {
        // all of it is on the Java heap
    }
}
