package io.github.dmu4j.method;

import io.github.dmu4j.base.Services;
import java.util.Optional;

/** Which {@link TileKernel} trains an upgrade module, if any does. */
final class TileKernels {
    /**
     * Products that the engine takes a second or two for, as long as the JVM needs to compile a kernel. Not measured anew on each
     * machine: the same training is to take the same way everywhere.
     */
    private static final long WORTH_COMPILING = 100_000_000_000L;

    private static final Optional<TileKernel> FASTEST =
            Services.firstUsable(TileKernel.class, TileKernel.class.getClassLoader());

    private TileKernels() {}

    /** The kernel for a training of so many products; empty if the engine does it better, or this JVM has none. */
    static Optional<TileKernel> of(double products) {
        return products < WORTH_COMPILING ? Optional.empty() : FASTEST;
    }
}
