package io.github.dmu4j.model;

import ai.djl.Device;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Preprocessing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The residual network for aligned faces: no early pooling, so that 112 pixels are enough, and a linear layer on the whole last map,
 * so that the place in the face counts. For other images use {@link ResNet}: a thing that may be anywhere needs pooling.
 *
 * <p>Source: ArcFace: Additive Angular Margin Loss for Deep Face Recognition, Deng et al., 2019, section 3.1 (improved residual
 * unit, BN-Dropout-FC-BN), in the form and with the initial weights of InsightFace's arcface_torch (backbones/iresnet.py):
 * convolutions normal with deviation 0.1, batch norms 1 and 0, the last layer as torch.nn.Linear, the last batch norm's scale
 * fixed at 1, and weight decay on every trained parameter (train_v2.py gives the optimiser all of them alike). Its input is RGB in
 * -1..1, as {@code new Preprocessing(112, 3, List.of(.5, .5, .5), List.of(.5, .5, .5))}. Deviations: widths are free; no dropout
 * (its default is 0); no mixed precision.
 *
 * @param depth 18, 34, 50 or 100
 * @param dimension length of the embeddings; 512 in the published models
 * @param widths channels of the four stages
 */
public record IResNet(int depth, int dimension, List<Integer> widths) implements Backbone {
    static final List<Integer> DEPTHS = List.of(18, 34, 50, 100);

    /** Four stages, each of which halves the side. */
    private static final int REDUCTION = 16;

    public IResNet {
        widths = List.copyOf(widths);
        blocks(depth);
        if (dimension < 1) {
            throw new IllegalArgumentException("the dimension must be at least 1, found " + dimension);
        }
        if (widths.size() != 4 || widths.stream().anyMatch(w -> w < 1)) {
            throw new IllegalArgumentException("widths must be four positive numbers, found " + widths);
        }
    }

    /** The same network with other channels, for example {@code widths(8, 16, 32, 64)}: one number a stage. */
    public IResNet widths(int... channels) {
        return new IResNet(depth, dimension, Arrays.stream(channels).boxed().toList());
    }

    /**
     * The same network, starting from published weights; see {@link PretrainedBackbone}.
     *
     * @param safetensors InsightFace's iresnet state as a safetensors file
     */
    public PretrainedBackbone pretrained(Path safetensors) {
        return PretrainedBackbone.of(this, safetensors);
    }

    @Override
    public String name() {
        String plain = "iResNet" + depth + "(" + dimension + ")";
        return widths.equals(List.of(64, 128, 256, 512))
                ? plain
                : plain + ".widths("
                        + String.join(", ", widths.stream().map(String::valueOf).toList()) + ")";
    }

    @Override
    public Network build(Preprocessing input, long seed, Device device) {
        List<String> problems = problems(input);
        if (!problems.isEmpty()) {
            throw new DmuException(String.join("; ", problems));
        }
        ParameterSet set = new ParameterSet(device, seed);
        try {
            return new Network(this, input, set, new IResNetLayers(this, input, set));
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    @Override
    public List<String> problems(Preprocessing input) {
        return input.size() % REDUCTION == 0
                ? List.of()
                : List.of(name() + " takes images whose side is a multiple of " + REDUCTION + " pixels, found "
                        + input.size() + ": use "
                        + Math.max(1, Math.round(input.size() / (double) REDUCTION)) * REDUCTION
                        + ", or 112 as the published models, by"
                        + " training(s -> s.withPreprocessing(preprocessing.withSize(112)))");
    }

    @Override
    public OptionalDouble multiplyAdds(Preprocessing input) {
        Operations sum = new Operations(input.channels(), input.size());
        sum.convolve(widths.get(0), 3, 1);
        for (int stage = 0; stage < widths.size(); stage++) {
            for (int block = 0; block < blocksOf(stage); block++) {
                int stride = block == 0 ? 2 : 1;
                Operations shortcut = sum.branch();
                sum.convolve(widths.get(stage), 3, 1);
                sum.convolve(widths.get(stage), 3, stride);
                sum.join(shortcut, stride);
            }
        }
        return OptionalDouble.of(sum.withEmbedding(dimension));
    }

    /** Side of the last map for images of side {@code size}. */
    static int lastSide(int size) {
        return size / REDUCTION;
    }

    /** Blocks of one stage. */
    int blocksOf(int stage) {
        return blocks(depth)[stage];
    }

    static int[] blocks(int depth) {
        return switch (depth) {
            case 18 -> new int[] {2, 2, 2, 2};
            case 34 -> new int[] {3, 4, 6, 3};
            case 50 -> new int[] {3, 4, 14, 3};
            case 100 -> new int[] {3, 13, 30, 3};
            default ->
                throw new IllegalArgumentException("the depth of an iResNet must be 18, 34, 50 or 100, found " + depth);
        };
    }
}
