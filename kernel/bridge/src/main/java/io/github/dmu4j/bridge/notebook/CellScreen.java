package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.bridge.live.LiveProgress;
import io.github.dmu4j.jupyter.display.Display;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** The display of our own kernel. */
final class CellScreen implements LiveProgress.Screen {
    @Override
    public Object cell() {
        return Display.cell();
    }

    @Override
    public void show(DisplayData data) {
        Display.display(data);
    }

    @Override
    public void update(DisplayData data) {
        Display.updateDisplay(data.getDisplayId(), data);
    }
}
