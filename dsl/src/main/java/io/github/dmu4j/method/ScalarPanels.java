package io.github.dmu4j.method;

import java.util.Arrays;

/** Plain loops, in a form that the JVM turns into vector instructions: the reference, on any JVM. */
final class ScalarPanels implements PanelKernel {
    private static final int FLOATS = 512;
    private static final int DOUBLES = 256;

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public int floatWidth(int columns) {
        return Math.min(FLOATS, columns);
    }

    @Override
    public int doubleWidth(int columns) {
        return Math.min(DOUBLES, columns);
    }

    @Override
    public void multiply(float[] rows, int count, int inner, float[] panel, int width, float[] sums) {
        float[] s0 = new float[width];
        float[] s1 = new float[width];
        float[] s2 = new float[width];
        float[] s3 = new float[width];
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            Arrays.fill(s0, 0);
            Arrays.fill(s1, 0);
            Arrays.fill(s2, 0);
            Arrays.fill(s3, 0);
            int r0 = i * inner;
            int r1 = r0 + inner;
            int r2 = r1 + inner;
            int r3 = r2 + inner;
            for (int j = 0; j < inner; j++) {
                fourRows(
                        rows[r0 + j],
                        rows[r1 + j],
                        rows[r2 + j],
                        rows[r3 + j],
                        panel,
                        j * width,
                        s0,
                        s1,
                        s2,
                        s3,
                        width);
            }
            System.arraycopy(s0, 0, sums, i * width, width);
            System.arraycopy(s1, 0, sums, (i + 1) * width, width);
            System.arraycopy(s2, 0, sums, (i + 2) * width, width);
            System.arraycopy(s3, 0, sums, (i + 3) * width, width);
        }
        for (; i < count; i++) {
            Arrays.fill(s0, 0);
            for (int j = 0; j < inner; j++) {
                oneRow(rows[i * inner + j], panel, j * width, s0, width);
            }
            System.arraycopy(s0, 0, sums, i * width, width);
        }
    }

    @Override
    public void multiply(double[] rows, int count, int inner, double[] panel, int width, double[] sums) {
        double[] s = new double[width];
        for (int i = 0; i < count; i++) {
            Arrays.fill(s, 0);
            for (int j = 0; j < inner; j++) {
                oneRow(rows[i * inner + j], panel, j * width, s, width);
            }
            System.arraycopy(s, 0, sums, i * width, width);
        }
    }

    // Loops of their own, over one array each, or the JVM does not make vector instructions of them.

    private static void fourRows(
            float a0,
            float a1,
            float a2,
            float a3,
            float[] panel,
            int offset,
            float[] s0,
            float[] s1,
            float[] s2,
            float[] s3,
            int n) {
        for (int k = 0; k < n; k++) {
            float value = panel[offset + k];
            s0[k] += a0 * value;
            s1[k] += a1 * value;
            s2[k] += a2 * value;
            s3[k] += a3 * value;
        }
    }

    private static void oneRow(float a, float[] panel, int offset, float[] s, int n) {
        for (int k = 0; k < n; k++) {
            s[k] += a * panel[offset + k];
        }
    }

    private static void oneRow(double a, double[] panel, int offset, double[] s, int n) {
        for (int k = 0; k < n; k++) {
            s[k] += a * panel[offset + k];
        }
    }
}
