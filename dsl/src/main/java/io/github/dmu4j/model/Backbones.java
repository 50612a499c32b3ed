package io.github.dmu4j.model;

import java.util.List;

/** The networks that come with the library; for a static import. */
public final class Backbones {
    private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512);

    private Backbones() {}

    /** One basic block a stage: the small network of the tutorials, usually with narrow {@link ResNet#widths}. */
    public static ResNet resNet10(int dimension) {
        return resNet(10, dimension);
    }

    /** Two basic blocks a stage; 11.2 million parameters at the full widths. */
    public static ResNet resNet18(int dimension) {
        return resNet(18, dimension);
    }

    /** 3, 4, 6, 3 basic blocks. */
    public static ResNet resNet34(int dimension) {
        return resNet(34, dimension);
    }

    /** 3, 4, 6, 3 bottleneck blocks. */
    public static ResNet resNet50(int dimension) {
        return resNet(50, dimension);
    }

    /** 3, 4, 23, 3 bottleneck blocks. */
    public static ResNet resNet101(int dimension) {
        return resNet(101, dimension);
    }

    /** For faces: 2, 2, 2, 2 blocks; 24.0 million parameters at 512 dimensions and 112 pixels. */
    public static IResNet iResNet18(int dimension) {
        return new IResNet(18, dimension, WIDTHS);
    }

    /** For faces: 3, 4, 6, 3 blocks; 34.1 million parameters. */
    public static IResNet iResNet34(int dimension) {
        return new IResNet(34, dimension, WIDTHS);
    }

    /** For faces: 3, 4, 14, 3 blocks; 43.6 million parameters. */
    public static IResNet iResNet50(int dimension) {
        return new IResNet(50, dimension, WIDTHS);
    }

    /** For faces: 3, 13, 30, 3 blocks; 65.2 million parameters. */
    public static IResNet iResNet100(int dimension) {
        return new IResNet(100, dimension, WIDTHS);
    }

    private static ResNet resNet(int depth, int dimension) {
        return new ResNet(depth, dimension, WIDTHS, Stem.AUTO, 3, false, true);
    }
}
