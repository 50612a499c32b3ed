package io.github.dmu4j.jupyter.display;

import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;

/**
 * Text that a notebook shows as LaTeX.
 *
 * @param source LaTeX with its delimiters, such as {@code $$a^2$$}
 */
public record Latex(String source) implements DisplayDataRenderable {
    @Override
    public void render(RenderContext context) {
        context.getOutputContainer().putLatex(source);
    }

    /** The source. */
    @Override
    public String toString() {
        return source;
    }
}
