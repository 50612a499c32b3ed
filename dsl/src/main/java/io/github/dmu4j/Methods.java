package io.github.dmu4j;

import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.Independent;

/** Short names for the methods, for comparisons: {@code plan.compareWith(bct(), independent())}. */
public final class Methods {
    private Methods() {}

    /** Darwinian Model Upgrades with its defaults. */
    public static Dmu dmu() {
        return new Dmu();
    }

    /** Backward-compatible training with its defaults. */
    public static Bct bct() {
        return new Bct();
    }

    /** No compatibility. */
    public static Independent independent() {
        return new Independent();
    }
}
