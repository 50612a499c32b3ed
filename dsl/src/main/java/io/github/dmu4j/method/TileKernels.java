package io.github.dmu4j.method;

import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Which {@link TileKernel} trains an upgrade module, if any does. */
final class TileKernels {
    /**
     * Products that the engine takes a second or two for, as long as the JVM needs to compile a kernel. Not measured anew on each
     * machine: the same training is to take the same way everywhere.
     */
    private static final long WORTH_COMPILING = 100_000_000_000L;

    private static final Optional<TileKernel> FASTEST = fastest();

    private TileKernels() {}

    /** The kernel for a training of so many products; empty if the engine does it better, or this JVM has none. */
    static Optional<TileKernel> of(double products) {
        return products < WORTH_COMPILING ? Optional.empty() : FASTEST;
    }

    private static Optional<TileKernel> fastest() {
        ClassLoader loader = TileKernel.class.getClassLoader();
        for (var candidate :
                ServiceLoader.load(TileKernel.class, loader).stream().toList()) {
            try {
                return Optional.of(candidate.get());
            } catch (ServiceConfigurationError | LinkageError notOnThisJvm) {
                // passed over: the engine trains, as on a graphics card
            }
        }
        return Optional.empty();
    }
}
