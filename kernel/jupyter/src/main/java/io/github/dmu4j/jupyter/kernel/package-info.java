/**
 * The kernel itself: requests of clients over {@code wire}, answered by {@code eval}; output, input, history, comms,
 * display, interrupt and the end.
 *
 * <p>Top layer: uses wire, display, eval and magic; must not import the DSL. Threads: shell and control are the wire's;
 * user code runs on one thread of its own ({@code CellThread}), the only one besides users' own that is ever interrupted.
 * Read {@link io.github.dmu4j.jupyter.kernel.Kernel} first.
 */
@NullMarked
package io.github.dmu4j.jupyter.kernel;

import org.jspecify.annotations.NullMarked;
