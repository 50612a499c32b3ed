package io.github.dmu4j.loss;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Double-precision arrays, and gradients against finite differences. */
final class Torch implements AutoCloseable {
    final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());

    NDArray matrix(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    static double[][] random(int rows, int columns, long seed) {
        Random random = new Random(seed);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian();
            }
        }
        return values;
    }

    /** The largest difference between the gradient of sum(loss * i+1) and central differences, relative to the largest one. */
    double gradientError(double[][] at, UnaryOperator<NDArray> perSample) {
        NDArray x = matrix(at);
        x.setRequiresGradient(true);
        double[] gradient;
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(weighted(perSample.apply(x)));
            gradient = x.getGradient().toDoubleArray();
        }
        double step = 1e-6;
        double worst = 0;
        double largest = 1e-6;
        int columns = at[0].length;
        for (int i = 0; i < gradient.length; i++) {
            double[] row = at[i / columns];
            double before = row[i % columns];
            row[i % columns] = before + step;
            double up = weighted(perSample.apply(matrix(at))).getDouble();
            row[i % columns] = before - step;
            double down = weighted(perSample.apply(matrix(at))).getDouble();
            row[i % columns] = before;
            double numeric = (up - down) / (2 * step);
            worst = Math.max(worst, Math.abs(numeric - gradient[i]));
            largest = Math.max(largest, Math.abs(numeric));
        }
        return worst / largest;
    }

    private NDArray weighted(NDArray losses) {
        double[] weights = new double[(int) losses.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i + 1;
        }
        return losses.mul(manager.create(weights)).sum();
    }

    @Override
    public void close() {
        manager.close();
    }
}
