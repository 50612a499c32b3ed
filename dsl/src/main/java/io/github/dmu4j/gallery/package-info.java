/**
 * A stored gallery and its upgrade: old vectors are moved to the new space in a stream, the originals stay, and what cannot
 * be moved well is planned for re-embedding.
 *
 * <p>Floor F4: imports {@code base}, {@code event}, {@code data} and {@code method} (of which only {@code GalleryAdapter});
 * never {@code train}, {@code eval} or anything above. Of this floor it is one of the few that write files. Read {@link
 * io.github.dmu4j.gallery.GalleryPolicy}, {@link io.github.dmu4j.gallery.GalleryUpgrade} and {@link
 * io.github.dmu4j.gallery.BackfillPlan} first.
 */
@NullMarked
package io.github.dmu4j.gallery;

import org.jspecify.annotations.NullMarked;
