package io.github.dmu4j.jupyter.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Where a running kernel takes what cells show; called on the cells' threads. */
public interface DisplaySink {
    /** The cell that this thread works for: the same object as long as the cell runs, and for threads it has started. */
    Object cell();

    /** Shows a bundle below what is there. */
    void show(DisplayData data);

    /** Replaces what was shown with the same display id. */
    void update(DisplayData data);

    /** Removes what the cell has shown. */
    void clear(boolean wait);

    /** Shows a bundle in the client's pager. */
    void page(DisplayData data);

    /** Puts text into the client's next cell. */
    void setNextInput(String code);

    /** Asks the client to leave, when the cell has ended. */
    void exit();

    /** Asks the user for a line. */
    String ask(String prompt, boolean hidden);
}
