package io.github.dmu4j.simd;

import io.github.dmu4j.method.TileKernel;
import jdk.incubator.vector.FloatVector;

/**
 * {@link TileKernel} in vector registers. Thread-safe. The loops are in a class of their own: the JVM verifies a class before its
 * constructor runs, and for those it would need the vector module, which the constructor has yet to load.
 */
public final class VectorTiles implements TileKernel {
    private static final int INNER_OF_WARM_UP = 100;

    private static boolean compiled;

    /** @throws UnsupportedOperationException if this JVM cannot run it; the message says what to change */
    public VectorTiles() {
        VectorModule.require();
    }

    @Override
    public String name() {
        return "SIMD " + FloatVector.SPECIES_PREFERRED.vectorBitSize() + " bits";
    }

    @Override
    public int rows() {
        return FloatTiles.ROWS;
    }

    @Override
    public int columns() {
        return FloatTiles.WIDTH;
    }

    @Override
    public void multiply(
            float[] left, int leftAt, float[] right, int rightAt, int inner, float[] out, int outAt, int stride) {
        FloatTiles.multiply(left, leftAt, right, rightAt, inner, out, outAt, stride);
    }

    @Override
    public void prepare() {
        compile();
    }

    private static synchronized void compile() {
        if (!compiled) {
            float[] left = new float[FloatTiles.ROWS * INNER_OF_WARM_UP];
            float[] right = new float[INNER_OF_WARM_UP * FloatTiles.WIDTH];
            float[] out = new float[FloatTiles.ROWS * FloatTiles.WIDTH];
            Compilation.await(() -> FloatTiles.multiply(left, 0, right, 0, INNER_OF_WARM_UP, out, 0, FloatTiles.WIDTH));
            compiled = true;
        }
    }
}
