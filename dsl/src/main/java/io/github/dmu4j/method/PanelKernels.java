package io.github.dmu4j.method;

import io.github.dmu4j.base.Services;
import java.util.concurrent.atomic.AtomicLong;

/** Which {@link PanelKernel} runs: plain loops until there has been enough work to be worth the other's compilation. */
final class PanelKernels {
    static final PanelKernel PLAIN = new ScalarPanels();

    /** Products in a second of one core in plain loops, about what the JVM needs for compiling. */
    private static final long WORTH_COMPILING = 10_000_000_000L;

    private static final PanelKernel FASTEST = Services.firstUsable(
                    PanelKernel.class, PanelKernel.class.getClassLoader())
            .orElse(PLAIN);
    private static final AtomicLong PRODUCTS = new AtomicLong();

    private PanelKernels() {}

    /** The kernel for so many products; all kernels give the same bits. */
    static PanelKernel of(long products) {
        if (FASTEST == PLAIN || PRODUCTS.addAndGet(products) < WORTH_COMPILING) {
            return PLAIN;
        }
        FASTEST.prepare();
        return FASTEST;
    }
}
