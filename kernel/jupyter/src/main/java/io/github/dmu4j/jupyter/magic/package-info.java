/**
 * Magics: lines that begin with {@code %} and cells that begin with {@code %%}, between and around the Java of a cell.
 *
 * <p>Layer between {@code eval}, which it uses, and {@code kernel}, which uses it; must not import kernel, wire or the DSL. What a
 * magic is gets decided by eval's parser, never by a line's first character alone. Read {@link
 * io.github.dmu4j.jupyter.magic.MagicEvaluator} first, then {@code MagicCells} (a cell's way), {@code MagicPart} (where a magic
 * is) and {@code Magics} (which there are).
 */
@NullMarked
package io.github.dmu4j.jupyter.magic;

import org.jspecify.annotations.NullMarked;
