package io.github.dmu4j.jupyter.display;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * What a cell shows beside its result; imported statically at the start of a session. Thread-safe. Outside of a kernel
 * (a script, a test) the values' text goes to standard output.
 */
public final class Display {
    private static final Object NO_CELL = new Object();
    private static final List<Consumer<CellEnd>> CELL_ENDS = new CopyOnWriteArrayList<>();

    private static volatile @Nullable DisplaySink sink;
    private static final Bundles BUNDLES = new Bundles();

    private Display() {}

    /** Shows values one below the other, each as richly as it can. Null is shown as {@code null}. */
    public static void display(@Nullable Object... values) {
        // display((Object[]) null) and display(null) mean the value null
        @Nullable Object[] all = values == null ? new @Nullable Object[] {null} : values;
        for (Object value : all) {
            show(value, null);
        }
    }

    /**
     * Shows a value that {@link #updateDisplay} will replace.
     *
     * @return the name to do it by
     */
    public static String displayWithId(@Nullable Object value) {
        String id = UUID.randomUUID().toString();
        show(value, id);
        return id;
    }

    /** Replaces what was shown under a name, wherever it stands in the notebook. */
    public static void updateDisplay(String id, @Nullable Object value) {
        DisplayData data = bundle(value);
        DisplaySink target = sink;
        if (target != null) {
            data.setDisplayId(id);
            target.update(data);
        } else {
            print(data);
        }
    }

    /** Removes what the cell has shown so far. */
    public static void clearOutput() {
        clearOutput(false);
    }

    /** Removes what the cell has shown so far; {@code wait}: not before the next output comes, which avoids flicker. */
    public static void clearOutput(boolean wait) {
        DisplaySink target = sink;
        if (target != null) {
            target.clear(wait);
        }
    }

    /** Shows a value in the client's pager, if it has one. */
    public static void page(@Nullable Object value) {
        DisplayData data = bundle(value);
        DisplaySink target = sink;
        if (target != null) {
            target.page(data);
        } else {
            print(data);
        }
    }

    /** Puts text into the client's next cell, to be edited and run. */
    public static void setNextInput(String code) {
        DisplaySink target = sink;
        if (target != null) {
            target.setNextInput(code);
        }
    }

    /** Asks the client to leave once the cell has ended: a console does, a notebook pays no attention. */
    public static void exit() {
        DisplaySink target = sink;
        if (target != null) {
            target.exit();
        }
    }

    /**
     * Asks the user for a line.
     *
     * @throws IllegalStateException if nobody can be asked
     */
    public static String input(String prompt) {
        return ask(prompt, false);
    }

    /** As {@link #input}, with the answer hidden. */
    public static String password(String prompt) {
        return ask(prompt, true);
    }

    /** The cell that this thread works for, to tell cells apart; always the same object outside of a kernel. */
    public static Object cell() {
        DisplaySink target = sink;
        return target == null ? NO_CELL : target.cell();
    }

    /**
     * From now on {@code listener} hears of every cell's end, on the cell's thread, before its result is shown.
     *
     * @return ends that
     */
    @CanIgnoreReturnValue
    public static Runnable whenCellEnds(Consumer<CellEnd> listener) {
        CELL_ENDS.add(listener);
        return () -> CELL_ENDS.remove(listener);
    }

    /** Tells who wants to know that this thread's cell has ended; for the kernel. A listener that throws is passed over. */
    public static void cellEnded(CellEnd end) {
        for (Consumer<CellEnd> listener : CELL_ENDS) {
            try {
                listener.accept(end);
            } catch (RuntimeException | LinkageError e) {
                System.err.println("what shows progress has failed: " + PlainText.describe(e));
            }
        }
    }

    /** The MIME bundle of a value: {@code text/plain} and what its class has registered. Never throws for the value. */
    public static DisplayData bundle(@Nullable Object value) {
        return BUNDLES.of(value);
    }

    /** Where classes are registered. */
    public static Bundles bundles() {
        return BUNDLES;
    }

    /** Connects this class with a running kernel; null disconnects it. */
    public static void connect(@Nullable DisplaySink kernel) {
        sink = kernel;
    }

    private static String ask(String prompt, boolean hidden) {
        DisplaySink target = sink;
        if (target == null) {
            throw new IllegalStateException(
                    "input asked outside of a notebook: there is nobody to ask; read System.in");
        }
        return target.ask(prompt, hidden);
    }

    private static void show(@Nullable Object value, @Nullable String id) {
        DisplayData data = bundle(value);
        if (id != null) {
            data.setDisplayId(id);
        }
        DisplaySink target = sink;
        if (target != null) {
            target.show(data);
        } else {
            print(data);
        }
    }

    private static void print(DisplayData data) {
        System.out.println(Bundles.text(data));
    }
}
