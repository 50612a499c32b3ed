/**
 * What values look like in a notebook: MIME bundles by class, and what a cell may ask of its output.
 *
 * <p>Lowest layer of the kernel, beside {@code wire}, of which it knows nothing. Built on jjava's Renderer, so that a
 * library which registers its types through jjava's {@code Extension} service does so for both kernels. Must not import
 * evaluation or the DSL. Read {@link io.github.dmu4j.jupyter.display.Display} first.
 */
@NullMarked
package io.github.dmu4j.jupyter.display;

import org.jspecify.annotations.NullMarked;
