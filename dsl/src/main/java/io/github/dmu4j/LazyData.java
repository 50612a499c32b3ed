package io.github.dmu4j;

import io.github.dmu4j.data.UpgradeData;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The data of an upgrade: at hand, or opened when it is first asked for, since vectors can be moved without it. */
final class LazyData {
    private final String name;
    private final Supplier<UpgradeData> opener;
    private @Nullable UpgradeData opened;

    private LazyData(String name, Supplier<UpgradeData> opener) {
        this.name = name;
        this.opener = opener;
    }

    static LazyData of(UpgradeData data) {
        return new LazyData(data.name(), () -> data);
    }

    static LazyData opening(String name, Supplier<UpgradeData> opener) {
        return new LazyData(name, opener);
    }

    String name() {
        return name;
    }

    synchronized UpgradeData get() {
        UpgradeData present = opened;
        if (present == null) {
            present = opener.get();
            opened = present;
        }
        return present;
    }
}
