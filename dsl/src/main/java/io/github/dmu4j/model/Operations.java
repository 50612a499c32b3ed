package io.github.dmu4j.model;

/** Counts the multiply-adds of one image through layers of convolutions that keep the side, or divide it by their stride. */
final class Operations {
    private int channels;
    private int side;
    private double sum;

    /** @param side of the image, in pixels */
    Operations(int channels, int side) {
        this.channels = channels;
        this.side = side;
    }

    void convolve(int out, int kernel, int stride) {
        side = (side + stride - 1) / stride;
        sum += (double) side * side * out * channels * kernel * kernel;
        channels = out;
    }

    /** To half the side. */
    void pool() {
        side = (side + 1) / 2;
    }

    /** The way around a block that begins here. */
    Operations branch() {
        return new Operations(channels, side);
    }

    /** The block ends: its way around is a 1x1 convolution unless it fits as it is. */
    void join(Operations around, int stride) {
        if (stride != 1 || around.channels != channels) {
            around.convolve(channels, 1, stride);
            sum += around.sum;
        }
    }

    /** With a linear layer on the mean of each map. */
    double withPooledEmbedding(int dimension) {
        return sum + (double) channels * dimension;
    }

    /** With a linear layer on the whole maps. */
    double withEmbedding(int dimension) {
        return sum + (double) side * side * channels * dimension;
    }
}
