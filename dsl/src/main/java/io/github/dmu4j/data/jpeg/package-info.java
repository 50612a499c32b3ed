/**
 * Baseline JPEG files to pixels, in plain Java: the whole picture or only a part of it, bit for bit what libjpeg gives.
 *
 * <p>Why not the JDK's reader alone: a random crop needs half of a photograph on average, and the JDK's reader undoes the
 * cosine transform, the chroma subsampling and the colour transform for all of it. What is rare (progressive, arithmetic
 * coding, CMYK, colour profiles) is left to the JDK's reader by the caller.
 *
 * <p>Floor F1, below {@code data}: imports the JDK only. Read {@link io.github.dmu4j.data.jpeg.JpegImage} first.
 */
@NullMarked
package io.github.dmu4j.data.jpeg;

import org.jspecify.annotations.NullMarked;
