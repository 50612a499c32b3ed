package io.github.dmu4j.jupyter.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;

/**
 * A JSON document that a notebook shows as a tree.
 *
 * @param source JSON; text that is none is shown as it is
 */
public record Json(String source) implements DisplayDataRenderable {
    @Override
    public void render(RenderContext context) {
        context.getOutputContainer().putJSON(source);
    }

    /** The source. */
    @Override
    public String toString() {
        return source;
    }
}
