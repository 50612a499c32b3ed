package io.github.dmu4j.data.jpeg;

/**
 * Samples of components to pixels: chroma upsampled smoothly, then RGB.
 *
 * <p>Source: jdsample.c (h2v1_fancy_upsample, h2v2_fancy_upsample) and jdcolor.c of the Independent JPEG Group; the colour
 * transform is that of the JFIF format, version 1.02. Deviations: none.
 */
final class Colours {
    // JFIF's factors times 2^16
    private static final int RED = 91881;
    private static final int GREEN_OF_BLUE = 22554;
    private static final int GREEN_OF_RED = 46802;
    private static final int BLUE = 116130;
    private static final int HALF = 1 << 15;

    /** Columns that are worked on together: few enough to stay in the processor's nearest cache. */
    private static final int GROUP = 8;

    private final JpegHeader header;
    private final SamplePlane[] planes;

    Colours(JpegHeader header, SamplePlane[] planes) {
        this.header = header;
        this.planes = planes;
    }

    /** As {@link JpegImage#columns}. */
    int[][] columns(int left, int top, int width, int height) {
        int length = Math.multiplyExact(width, height);
        if (planes.length == 1) {
            int[] grey = new int[length];
            luma(left, top, width, height, grey);
            return new int[][] {grey};
        }
        Chroma blue = new Chroma(planes[1], top, height);
        Chroma red = new Chroma(planes[2], top, height);
        int[] blues = new int[length];
        int[] greens = new int[length];
        int[] reds = new int[length];
        int[] luma = new int[GROUP * height];
        for (int x = 0; x < width; x += GROUP) {
            int columns = Math.min(GROUP, width - x);
            luma(left + x, top, columns, height, luma);
            for (int i = x; i < x + columns; i++) {
                blue.column(left + i, blues, i * height);
                red.column(left + i, reds, i * height);
            }
            int from = x * height;
            int count = columns * height;
            green(luma, blues, reds, greens, from, count);
            add(luma, reds, RED, from, count);
            add(luma, blues, BLUE, from, count);
        }
        return new int[][] {reds, greens, blues};
    }

    private void luma(int left, int top, int width, int height, int[] target) {
        for (int x = 0; x < width; x++) {
            System.arraycopy(planes[0].samples(), planes[0].index(left + x, top), target, x * height, height);
        }
    }

    // one loop for each channel: the compiler makes vector code of these, and not of one loop for all three

    private static void green(int[] luma, int[] blues, int[] reds, int[] target, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[from + i] = InverseCosine.clamped(luma[i]
                    + ((HALF - GREEN_OF_BLUE * (blues[from + i] - 128) - GREEN_OF_RED * (reds[from + i] - 128)) >> 16));
        }
    }

    /** Turns differences into red or blue. */
    private static void add(int[] luma, int[] differences, int factor, int from, int count) {
        for (int i = 0; i < count; i++) {
            differences[from + i] =
                    InverseCosine.clamped(luma[i] + ((factor * (differences[from + i] - 128) + HALF) >> 16));
        }
    }

    /** One chroma component at the picture's resolution, column after column. */
    private final class Chroma {
        private final SamplePlane plane;
        private final int top;
        private final int height;
        private final int columns;
        private final int rows;
        /** The two columns of samples that a column of pixels lies between, upsampled vertically. */
        private int[] near;

        private int[] far;
        private int nearColumn = -1;
        private int farColumn = -1;

        Chroma(SamplePlane plane, int top, int height) {
            this.plane = plane;
            this.top = top;
            this.height = height;
            columns = (header.width() + header.maxHorizontal() - 1) / header.maxHorizontal();
            rows = (header.height() + header.maxVertical() - 1) / header.maxVertical();
            near = new int[height];
            far = new int[height];
        }

        /** Writes the values 0..255 of one column of pixels. */
        void column(int x, int[] target, int at) {
            if (header.maxHorizontal() == 1) {
                System.arraycopy(plane.samples(), plane.index(x, top), target, at, height);
                return;
            }
            boolean even = x % 2 == 0;
            moveTo(x / 2, Math.max(0, Math.min(columns - 1, even ? x / 2 - 1 : x / 2 + 1)));
            // three quarters of the nearer sample; the rounding alternates, so that it has no bias
            if (header.maxVertical() == 1) {
                blend(near, far, even ? 1 : 2, 2, target, at);
            } else {
                blend(near, far, even ? 8 : 7, 4, target, at);
            }
        }

        private static void blend(int[] near, int[] far, int rounding, int shift, int[] target, int at) {
            for (int y = 0; y < near.length; y++) {
                target[at + y] = (3 * near[y] + far[y] + rounding) >> shift;
            }
        }

        private void moveTo(int nearer, int farther) {
            if (nearer == farColumn || farther == nearColumn) {
                int[] kept = near;
                near = far;
                far = kept;
                int column = nearColumn;
                nearColumn = farColumn;
                farColumn = column;
            }
            if (nearer != nearColumn) {
                vertical(nearer, near);
                nearColumn = nearer;
            }
            if (farther != farColumn) {
                vertical(farther, far);
                farColumn = farther;
            }
        }

        /** One column of samples at the picture's height: 3 of the nearer row and 1 of the farther, not yet divided by 4. */
        private void vertical(int column, int[] target) {
            int[] samples = plane.samples();
            int from = plane.index(column, 0);
            if (header.maxVertical() == 1) {
                System.arraycopy(samples, from + top, target, 0, height);
                return;
            }
            int first = top / 2;
            int last = (top + height - 1) / 2;
            for (int row = first; row <= last; row++) {
                int sample = 3 * samples[from + row];
                int y = 2 * row - top;
                if (y >= 0) {
                    target[y] = sample + samples[from + Math.max(0, row - 1)];
                }
                if (y + 1 < height) {
                    target[y + 1] = sample + samples[from + Math.min(rows - 1, row + 1)];
                }
            }
        }
    }
}
