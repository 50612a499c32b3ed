package io.github.dmu4j.event;

import java.util.ArrayList;
import java.util.List;

/** Hears what happens in a run. It cannot alter training, and one that throws is reported once and dropped. */
@FunctionalInterface
public interface UpgradeListener {
    /** Hears nothing. */
    UpgradeListener NONE = event -> {};

    /** Called on the thread that does the work: return quickly. */
    void on(UpgradeEvent event);

    /**
     * One listener that tells all of {@code listeners}, in their order. The first time one throws, the others hear a
     * {@link UpgradeEvent.Warning} and that one hears nothing more.
     */
    static UpgradeListener all(List<UpgradeListener> listeners) {
        return new Fanout(new ArrayList<>(listeners));
    }

    /** See {@link #all}. */
    final class Fanout implements UpgradeListener {
        private final List<UpgradeListener> live;

        private Fanout(List<UpgradeListener> live) {
            this.live = live;
        }

        @Override
        public synchronized void on(UpgradeEvent event) {
            for (UpgradeListener listener : List.copyOf(live)) {
                if (!live.contains(listener)) {
                    continue; // dropped meanwhile: it failed on the warning about another one
                }
                try {
                    listener.on(event);
                } catch (RuntimeException e) {
                    live.removeIf(other -> other == listener);
                    on(new UpgradeEvent.Warning("a listener failed and hears nothing more: " + e));
                }
            }
        }
    }
}
