/**
 * Landmark data sets in the formats in which they are published: Google Landmarks v2, Revisited Oxford and Paris, the list files of
 * OpenCompatible, Kaggle's submission files. Images, labels and ground truth as they are in the files; no metrics.
 *
 * <p>Floor F1, part of {@code data}: imports {@code data}, {@code data.pickle} and {@code base} only. Read {@link
 * io.github.dmu4j.data.landmark.Landmarks} first.
 */
@NullMarked
package io.github.dmu4j.data.landmark;

import org.jspecify.annotations.NullMarked;
