package io.github.dmu4j.jupyter.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;

/**
 * A drawing that a notebook shows.
 *
 * @param source the whole {@code <svg>} element
 */
public record Svg(String source) implements DisplayDataRenderable {
    @Override
    public void render(RenderContext context) {
        context.getOutputContainer().putSVG(source);
    }

    /** The source. */
    @Override
    public String toString() {
        return source;
    }
}
