package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers of an {@link IResNet}. Intermediate arrays are closed as in {@link ResNetLayers}. */
final class IResNetLayers implements Layer {
    private static final double DEVIATION = .1;

    private final Layer stem;
    private final List<Block> blocks = new ArrayList<>();
    private final BatchNormalisation norm;
    private final LinearLayer embedding;
    private final BatchNormalisation neck;
    private final int side;
    private final int flat;

    IResNetLayers(IResNet spec, Preprocessing input, ParameterSet set) {
        int channels = spec.widths().get(0);
        this.stem = chain(
                convolution(set, "stem.conv", input.channels(), channels, 3, 1, true),
                BatchNormalisation.decaying(set, "stem.bn", channels),
                new ParametricRelu(set, "stem.prelu", channels));
        for (int stage = 0; stage < spec.widths().size(); stage++) {
            int width = spec.widths().get(stage);
            for (int block = 0; block < spec.blocksOf(stage); block++) {
                String name = "stage" + (stage + 1) + ".block" + block;
                blocks.add(new Block(set, name, channels, width, block == 0 ? 2 : 1));
                channels = width;
            }
        }
        this.norm = BatchNormalisation.decaying(set, "bn", channels);
        this.side = input.size();
        this.flat = channels * IResNet.lastSide(side) * IResNet.lastSide(side);
        this.embedding = LinearLayer.decaying(set, "embedding", flat, spec.dimension());
        this.neck = BatchNormalisation.ofFixedScale(set, "neck", spec.dimension());
    }

    @Override
    public NDArray forward(NDArray images, boolean training) {
        Shape shape = images.getShape();
        if (shape.get(2) != side || shape.get(3) != side) {
            throw new DmuException("this network was built for images of " + side + " pixels, found " + shape
                    + ": its last layer takes no other size");
        }
        NDArray x = stem.forward(images, training);
        for (Block block : blocks) {
            NDArray next = block.forward(x, training);
            x.close();
            x = next;
        }
        try (NDArray last = x;
                NDArray normalised = norm.forward(last, training);
                NDArray rows = normalised.reshape(new Shape(shape.get(0), flat));
                NDArray embedded = embedding.forward(rows, training)) {
            return neck.forward(embedded, training);
        }
    }

    private static Convolution convolution(
            ParameterSet set, String name, int in, int out, int kernel, int stride, boolean onImages) {
        return new Convolution(set, name, in, out, kernel, stride, onImages, Initialiser.normal(DEVIATION));
    }

    /** One after the other; what is between them is closed. */
    private static Layer chain(Layer... layers) {
        return (input, training) -> {
            NDArray x = input;
            for (Layer layer : layers) {
                NDArray next = layer.forward(x, training);
                if (x != input) {
                    x.close();
                }
                x = next;
            }
            return x;
        };
    }

    /** Batch norm, 3x3 convolution, batch norm, PReLU, 3x3 convolution with the stride, batch norm; nothing after the sum. */
    private static final class Block implements Layer {
        private final Layer residual;
        private final @Nullable Layer shortcut;

        Block(ParameterSet set, String name, int in, int out, int stride) {
            residual = chain(
                    BatchNormalisation.decaying(set, name + ".bn1", in),
                    convolution(set, name + ".conv1", in, out, 3, 1, false),
                    BatchNormalisation.decaying(set, name + ".bn2", out),
                    new ParametricRelu(set, name + ".prelu", out),
                    convolution(set, name + ".conv2", out, out, 3, stride, false),
                    BatchNormalisation.decaying(set, name + ".bn3", out));
            shortcut = stride == 1 && in == out
                    ? null
                    : chain(
                            convolution(set, name + ".shortcut.conv", in, out, 1, stride, false),
                            BatchNormalisation.decaying(set, name + ".shortcut.bn", out));
        }

        @Override
        public NDArray forward(NDArray input, boolean training) {
            NDArray x = residual.forward(input, training);
            Layer around = shortcut;
            if (around == null) {
                return x.addi(input);
            }
            try (NDArray projected = around.forward(input, training)) {
                return x.addi(projected);
            }
        }
    }
}
