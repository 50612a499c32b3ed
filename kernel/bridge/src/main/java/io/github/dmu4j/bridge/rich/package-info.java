/**
 * The DSL's values, Tablesaw's tables and figures, and images as MIME bundles, registered with jjava's renderer. Knows no
 * class of our own kernel, so that it works in a stock JJava kernel as well.
 *
 * <p>May import the DSL and jjava; never {@code io.github.dmu4j.jupyter}. Read {@link
 * io.github.dmu4j.bridge.rich.RichDisplay} first.
 */
@NullMarked
package io.github.dmu4j.bridge.rich;

import org.jspecify.annotations.NullMarked;
