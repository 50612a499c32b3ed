package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A convolution and the batch norm behind it. A frozen network of wide stages computes both as one ({@link
 * FoldedConvolution}), which costs a pass over the output less; narrow ones gain nothing by it and are left as they were
 * trained, bit for bit.
 */
final class NormalisedConvolution implements Layer {
    /** Channels from which {@link FoldedConvolution} was found faster. */
    private static final int WIDE = 64;

    private final ParameterSet set;
    private final Convolution convolution;
    private final BatchNormalisation norm;
    private final boolean foldable;
    private @Nullable FoldedConvolution folded;

    /** @param narrowest channels of the network's narrowest stage */
    NormalisedConvolution(ParameterSet set, Convolution convolution, BatchNormalisation norm, int narrowest) {
        this.set = set;
        this.convolution = convolution;
        this.norm = norm;
        this.foldable = narrowest >= WIDE
                && convolution.fillsRegisters()
                && !set.device().isGpu();
    }

    @Override
    public NDArray forward(NDArray input, boolean training) {
        if (!training && foldable && set.isFrozen()) {
            return folded().forward(input);
        }
        try (NDArray y = convolution.forward(input, training)) {
            return norm.forward(y, training);
        }
    }

    private FoldedConvolution folded() {
        FoldedConvolution present = folded;
        if (present == null || present.version() != set.version()) {
            if (present != null) {
                present.close();
            }
            present = new FoldedConvolution(convolution, norm, set);
            folded = present;
        }
        return present;
    }
}
