package io.github.dmu4j.bridge.live;

import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * Shows the runs of each cell in one display, which is replaced while they go on and ends as their summary. What takes less
 * than a second is shown only if it was a training, and then only its end.
 *
 * <p>Thread-safe. {@link #on} only takes notes: what is shown is made by a thread of its own.
 */
public final class LiveProgress implements UpgradeListener {
    /** Where it is shown. */
    public interface Screen {
        /** The cell that this thread works for: one object a cell. */
        Object cell();

        /** Whether {@link #cell} is another object for another cell. */
        default boolean knowsCells() {
            return true;
        }

        /** Shows a bundle that has a display id. */
        void show(DisplayData data);

        /** Replaces the bundle of the same display id. */
        void update(DisplayData data);
    }

    private final Screen screen;
    private final LongSupplier nanoTime;
    private final boolean ticking;
    private final Map<Object, CellProgress> cells = new WeakHashMap<>();

    /** For a kernel that tells its cells apart. */
    public LiveProgress(Screen screen) {
        this(screen, System::nanoTime, true);
    }

    /** @param ticking whether a thread shows what has changed; otherwise {@link #tick} does */
    LiveProgress(Screen screen, LongSupplier nanoTime, boolean ticking) {
        this.screen = screen;
        this.nanoTime = nanoTime;
        this.ticking = ticking;
    }

    /**
     * For a stock JJava kernel. It tells nobody which cell runs or ends, so a display is taken for the next cell's when nothing
     * happened for a second, and a model's training that fails keeps its last figures without a word of the end.
     */
    public static LiveProgress in(BaseKernel kernel) {
        return new LiveProgress(new JJavaScreen(kernel));
    }

    @Override
    public void on(UpgradeEvent event) {
        cell().on(event);
    }

    /** This thread's cell has ended well; runs of threads that go on are still shown. */
    public void cellDone() {
        CellProgress cell = known();
        if (cell != null) {
            cell.flush();
        }
    }

    /**
     * This thread's cell was stopped or has failed: what ran in it has ended with it.
     *
     * @param message what is known of why; may be empty
     */
    public void cellStopped(boolean interrupted, String message) {
        CellProgress cell = known();
        if (cell != null) {
            cell.stop(interrupted, message);
        }
    }

    /** Shows what has changed, if it is time. */
    void tick() {
        cell().tick();
    }

    private CellProgress cell() {
        synchronized (cells) {
            Object cell = screen.cell();
            CellProgress known = cells.get(cell);
            if (known == null || (!screen.knowsCells() && known.isOver())) {
                known = new CellProgress(screen, nanoTime, ticking);
                cells.put(cell, known);
            }
            return known;
        }
    }

    private @Nullable CellProgress known() {
        synchronized (cells) {
            return cells.get(screen.cell());
        }
    }
}
