/**
 * The fluent API: what a user calls. Thin: no maths, no files of its own.
 *
 * <p>Floor F7. Read {@link io.github.dmu4j.Upgrade} first; it begins every sentence.
 */
@NullMarked
package io.github.dmu4j;

import org.jspecify.annotations.NullMarked;
