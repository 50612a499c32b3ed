package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import io.github.dmu4j.data.Preprocessing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a {@link ResNet}. Every intermediate array is closed as soon as the next one exists: what the backward pass
 * needs is kept alive by the graph, and the rest is reused while still in the cache.
 */
final class ResNetLayers implements Layer {
    private final NormalisedConvolution stem;
    private final boolean stemPooling;
    private final List<Block> blocks = new ArrayList<>();
    private final GemPooling pooling;
    private final LinearLayer embedding;
    private final @Nullable BatchNormalisation neck;

    ResNetLayers(ResNet spec, Preprocessing input, ParameterSet set) {
        this.stemPooling = spec.stem().forSize(input.size()) == Stem.LARGE;
        int width = spec.widths().get(0);
        int narrowest = Collections.min(spec.widths());
        Convolution first = new Convolution(
                set, "stem.conv", input.channels(), width, stemPooling ? 7 : 3, stemPooling ? 2 : 1, true);
        this.stem = new NormalisedConvolution(set, first, new BatchNormalisation(set, "stem.bn", width), narrowest);
        int channels = width;
        for (int stage = 0; stage < spec.widths().size(); stage++) {
            for (int block = 0; block < spec.blocksOf(stage); block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                String name = "stage" + (stage + 1) + ".block" + block;
                Block next =
                        new Block(set, name, channels, spec.widths().get(stage), stride, spec.bottleneck(), narrowest);
                blocks.add(next);
                channels = next.channels;
            }
        }
        this.pooling = new GemPooling(set, "gem", spec.gemPower(), spec.learnableGemPower());
        this.embedding = new LinearLayer(set, "embedding", channels, spec.dimension(), true);
        this.neck = spec.batchNormNeck() ? new BatchNormalisation(set, "neck", spec.dimension()) : null;
    }

    @Override
    public NDArray forward(NDArray images, boolean training) {
        NDArray x = stem(images, training);
        for (Block block : blocks) {
            NDArray next = block.forward(x, training);
            x.close();
            x = next;
        }
        try (NDArray last = x;
                NDArray pooled = pooling.forward(last, training)) {
            NDArray embedded = embedding.forward(pooled, training);
            if (neck == null) {
                return embedded;
            }
            try (embedded) {
                return neck.forward(embedded, training);
            }
        }
    }

    private NDArray stem(NDArray images, boolean training) {
        NDArray x = stem.forward(images, training);
        if (!stemPooling) {
            return activated(x);
        }
        try (x) { // the maximum first: the same values and gradients as after ReLU, on a quarter of the pixels
            return activated(Pool.maxPool2d(x, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false));
        }
    }

    /** ReLU of {@code x}, which is closed. */
    private static NDArray activated(NDArray x) {
        try (x) {
            return Activation.relu(x);
        }
    }

    /** A basic block (two 3x3 convolutions) or a bottleneck (1x1, 3x3, 1x1), with its shortcut. */
    private static final class Block implements Layer {
        private static final int EXPANSION = 4;

        final int channels;
        private final List<NormalisedConvolution> convolutions = new ArrayList<>();
        private final @Nullable NormalisedConvolution shortcut;

        Block(ParameterSet set, String name, int in, int width, int stride, boolean bottleneck, int narrowest) {
            if (bottleneck) {
                channels = width * EXPANSION;
                add(set, name, in, width, 1, 1, narrowest);
                add(set, name, width, width, 3, stride, narrowest);
                add(set, name, width, channels, 1, 1, narrowest);
            } else {
                channels = width;
                add(set, name, in, width, 3, stride, narrowest);
                add(set, name, width, width, 3, 1, narrowest);
            }
            if (stride == 1 && in == channels) {
                shortcut = null;
            } else {
                Convolution around = new Convolution(set, name + ".shortcut.conv", in, channels, 1, stride, false);
                BatchNormalisation norm = new BatchNormalisation(set, name + ".shortcut.bn", channels);
                shortcut = new NormalisedConvolution(set, around, norm, narrowest);
            }
        }

        private void add(ParameterSet set, String name, int in, int out, int kernel, int stride, int narrowest) {
            int number = convolutions.size() + 1;
            Convolution convolution = new Convolution(set, name + ".conv" + number, in, out, kernel, stride, false);
            BatchNormalisation norm = new BatchNormalisation(set, name + ".bn" + number, out);
            convolutions.add(new NormalisedConvolution(set, convolution, norm, narrowest));
        }

        @Override
        public NDArray forward(NDArray input, boolean training) {
            NDArray x = input;
            int last = convolutions.size() - 1;
            for (int i = 0; i <= last; i++) {
                NDArray next = convolutions.get(i).forward(x, training);
                if (x != input) {
                    x.close();
                }
                x = i < last ? activated(next) : next;
            }
            if (shortcut == null) {
                x.addi(input);
            } else {
                try (NDArray around = shortcut.forward(input, training)) {
                    x.addi(around);
                }
            }
            return activated(x);
        }
    }
}
