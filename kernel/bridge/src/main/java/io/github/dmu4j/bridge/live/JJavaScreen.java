package io.github.dmu4j.bridge.live;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** The display of a stock JJava kernel. */
record JJavaScreen(BaseKernel kernel) implements LiveProgress.Screen {
    @Override
    public Object cell() {
        return kernel;
    }

    @Override
    public boolean knowsCells() {
        return false;
    }

    @Override
    public void show(DisplayData data) {
        kernel.getIO().display.display(data);
    }

    @Override
    public void update(DisplayData data) {
        kernel.getIO().display.updateDisplay(data);
    }
}
