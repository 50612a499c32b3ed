package io.github.dmu4j.jupyter.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;

/**
 * Text that a notebook shows as Markdown.
 *
 * @param source Markdown, with formulas if the client knows them
 */
public record Markdown(String source) implements DisplayDataRenderable {
    @Override
    public void render(RenderContext context) {
        context.getOutputContainer().putMarkdown(source);
    }

    /** The source. */
    @Override
    public String toString() {
        return source;
    }
}
