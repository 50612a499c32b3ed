package io.github.dmu4j.jupyter.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;

/**
 * Text that a notebook shows as HTML.
 *
 * @param source a fragment; goes into the page as it is
 */
public record Html(String source) implements DisplayDataRenderable {
    @Override
    public void render(RenderContext context) {
        context.getOutputContainer().putHTML(source);
    }

    /** The source. */
    @Override
    public String toString() {
        return source;
    }
}
