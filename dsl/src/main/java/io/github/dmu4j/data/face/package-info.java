/**
 * Faces: MS1Mv3's RecordIO, IJB-B and IJB-C, LFW's pairs, and the alignment by five points. What a protocol needs to know about
 * images, templates and pairs, without any metric.
 *
 * <p>Floor F1, above {@code data}: imports {@code data} and {@code base} only. Read {@link io.github.dmu4j.data.face.Faces}
 * first.
 */
@NullMarked
package io.github.dmu4j.data.face;

import org.jspecify.annotations.NullMarked;
