package io.github.dmu4j;

import io.github.dmu4j.event.UpgradeListener;

/** What all plans of this JVM share unless they say otherwise. */
public final class Upgrades {
    private static volatile UpgradeListener defaultListener = UpgradeListener.NONE;

    private Upgrades() {}

    /** Who hears of progress when a plan names nobody. At first nobody: a library does not print. */
    public static UpgradeListener defaultListener() {
        return defaultListener;
    }

    /** Sets {@link #defaultListener()}: a terminal, a notebook, a log. */
    public static void listenWith(UpgradeListener listener) {
        defaultListener = listener;
    }
}
