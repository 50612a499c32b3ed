package io.github.dmu4j.simd;

import io.github.dmu4j.method.PanelKernel;
import jdk.incubator.vector.FloatVector;

/** {@link PanelKernel} in vector registers: several times as fast as plain loops, with the same bits. Thread-safe. */
public final class VectorPanels implements PanelKernel {
    private static final int ROWS = 13; // of every kind of tile at least one
    private static final int INNER = 36;

    private static boolean compiled;

    /** @throws UnsupportedOperationException if this JVM cannot run it; the message says what to change */
    public VectorPanels() {
        VectorModule.require();
    }

    @Override
    public String name() {
        return "SIMD " + FloatVector.SPECIES_PREFERRED.vectorBitSize() + " bits";
    }

    @Override
    public int floatWidth(int columns) {
        return FloatPanels.WIDTH;
    }

    @Override
    public int doubleWidth(int columns) {
        return DoublePanels.WIDTH;
    }

    @Override
    public void multiply(float[] rows, int count, int inner, float[] panel, int width, float[] sums) {
        FloatPanels.multiply(rows, count, inner, panel, sums);
    }

    @Override
    public void multiply(double[] rows, int count, int inner, double[] panel, int width, double[] sums) {
        DoublePanels.multiply(rows, count, inner, panel, sums);
    }

    @Override
    public void prepare() {
        compile();
    }

    private static synchronized void compile() {
        if (!compiled) {
            float[] floats = new float[ROWS * INNER];
            float[] floatPanel = new float[INNER * FloatPanels.WIDTH];
            float[] floatSums = new float[ROWS * FloatPanels.WIDTH];
            Compilation.await(() -> FloatPanels.multiply(floats, ROWS, INNER, floatPanel, floatSums));
            double[] doubles = new double[ROWS * INNER];
            double[] doublePanel = new double[INNER * DoublePanels.WIDTH];
            double[] doubleSums = new double[ROWS * DoublePanels.WIDTH];
            Compilation.await(() -> DoublePanels.multiply(doubles, ROWS, INNER, doublePanel, doubleSums));
            compiled = true;
        }
    }
}
