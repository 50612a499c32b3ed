package io.github.dmu4j.model;

import ai.djl.Device;
import io.github.dmu4j.data.Preprocessing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A residual network with generalised-mean pooling and a linear layer to the embedding.
 *
 * <p>Source: Deep Residual Learning for Image Recognition, He et al., 2016, table 1, in torchvision's form (a bottleneck's
 * stride is on its 3x3 convolution; He-normal by fan-out); pooling as {@link GemPooling}. Deviations: widths and number of
 * stages (3 or 4) are free; a small stem ({@link Stem}); resNet10 has one basic block a stage; the last layer starts like
 * torch.nn.Linear.
 *
 * @param depth 10, 18, 34, 50 or 101
 * @param dimension length of the embeddings
 * @param widths channels of each stage, three or four; a bottleneck stage puts out four times as many
 * @param stem the first layers
 * @param gemPower p of the pooling; 1 is average pooling; default 3
 * @param learnableGemPower whether p is trained; default false, as the public code of the paper's group
 * @param batchNormNeck whether a batch norm follows the last layer; default true: pooled features are all positive, so that
 *     without it embeddings start almost parallel and training from nothing on ten thousand images hardly moves
 *     (docs/decisions/0006-neck-and-batch.md); the public code of the paper's group, which starts from ImageNet weights, has none
 */
public record ResNet(
        int depth,
        int dimension,
        List<Integer> widths,
        Stem stem,
        double gemPower,
        boolean learnableGemPower,
        boolean batchNormNeck)
        implements Backbone {
    static final List<Integer> DEPTHS = List.of(10, 18, 34, 50, 101);

    public ResNet {
        widths = List.copyOf(widths);
        blocks(depth);
        if (dimension < 1) {
            throw new IllegalArgumentException("the dimension must be at least 1, found " + dimension);
        }
        if (widths.size() < 3 || widths.size() > 4 || widths.stream().anyMatch(w -> w < 1)) {
            throw new IllegalArgumentException("widths must be three or four positive numbers, found " + widths);
        }
        if (!(gemPower > 0) || Double.isInfinite(gemPower)) {
            throw new IllegalArgumentException("the power of GeM pooling must be positive, found " + gemPower);
        }
    }

    /** The same network with other channels, for example {@code widths(16, 32, 64)}: one number a stage, three or four. */
    public ResNet widths(int... channels) {
        return new ResNet(
                depth,
                dimension,
                Arrays.stream(channels).boxed().toList(),
                stem,
                gemPower,
                learnableGemPower,
                batchNormNeck);
    }

    /** The same network with other first layers. */
    public ResNet stem(Stem other) {
        return new ResNet(depth, dimension, widths, other, gemPower, learnableGemPower, batchNormNeck);
    }

    /** The same network with another, fixed pooling power. */
    public ResNet gemPower(double power) {
        return new ResNet(depth, dimension, widths, stem, power, false, batchNormNeck);
    }

    /** The same network with a pooling power that is trained, starting where it is now. */
    public ResNet withLearnableGemPower() {
        return new ResNet(depth, dimension, widths, stem, gemPower, true, batchNormNeck);
    }

    /** The same network without the batch norm after the last layer. */
    public ResNet withoutBatchNormNeck() {
        return new ResNet(depth, dimension, widths, stem, gemPower, learnableGemPower, false);
    }

    /**
     * The same network, its trunk starting from published weights; see {@link PretrainedBackbone}.
     *
     * @param safetensors torchvision's or timm's state as a safetensors file
     */
    public PretrainedBackbone pretrained(Path safetensors) {
        return PretrainedBackbone.of(this, safetensors);
    }

    @Override
    public String name() {
        String plain = "resNet" + depth + "(" + dimension + ")";
        return widths.equals(List.of(64, 128, 256, 512))
                ? plain
                : plain + ".widths("
                        + String.join(", ", widths.stream().map(String::valueOf).toList()) + ")";
    }

    @Override
    public Network build(Preprocessing input, long seed, Device device) {
        ParameterSet set = new ParameterSet(device, seed);
        try {
            return new Network(this, input, set, new ResNetLayers(this, input, set));
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    @Override
    public OptionalDouble multiplyAdds(Preprocessing input) {
        boolean large = stem.forSize(input.size()) == Stem.LARGE;
        Operations sum = new Operations(input.channels(), input.size());
        sum.convolve(widths.get(0), large ? 7 : 3, large ? 2 : 1);
        if (large) {
            sum.pool();
        }
        for (int stage = 0; stage < widths.size(); stage++) {
            int width = widths.get(stage);
            for (int block = 0; block < blocksOf(stage); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                Operations shortcut = sum.branch();
                if (bottleneck()) {
                    sum.convolve(width, 1, 1);
                    sum.convolve(width, 3, stride);
                    sum.convolve(4 * width, 1, 1);
                } else {
                    sum.convolve(width, 3, stride);
                    sum.convolve(width, 3, 1);
                }
                sum.join(shortcut, stride);
            }
        }
        return OptionalDouble.of(sum.withPooledEmbedding(dimension));
    }

    /** Whether the blocks are bottlenecks. */
    boolean bottleneck() {
        return isBottleneck(depth);
    }

    static boolean isBottleneck(int depth) {
        return depth >= 50;
    }

    /** Blocks of one stage. */
    int blocksOf(int stage) {
        return blocks(depth)[stage];
    }

    static int[] blocks(int depth) {
        return switch (depth) {
            case 10 -> new int[] {1, 1, 1, 1};
            case 18 -> new int[] {2, 2, 2, 2};
            case 34, 50 -> new int[] {3, 4, 6, 3};
            case 101 -> new int[] {3, 4, 23, 3};
            default ->
                throw new IllegalArgumentException(
                        "the depth of a ResNet must be 10, 18, 34, 50 or 101, found " + depth);
        };
    }
}
