/**
 * Images that a text file lists, {@code path label} on each line. A package of its own, since neither the size of the images nor
 * what they show matters: landmark and face sets are passed around as such lists alike.
 *
 * <p>Floor F1, above {@code data}: imports {@code data} and {@code base} only. Read {@link
 * io.github.dmu4j.data.list.ImageLists} first.
 */
@NullMarked
package io.github.dmu4j.data.list;

import org.jspecify.annotations.NullMarked;
