/**
 * Progress of runs in a notebook: one display a cell, which becomes the run's summary. Driven by the same events as the
 * terminal's. Knows no class of our own kernel.
 *
 * <p>Read {@link io.github.dmu4j.bridge.live.LiveProgress} first, then {@code CellProgress} (when something is shown), {@code
 * RunState} (what is known) and {@code ProgressHtml} (how it looks).
 */
@NullMarked
package io.github.dmu4j.bridge.live;

import org.jspecify.annotations.NullMarked;
