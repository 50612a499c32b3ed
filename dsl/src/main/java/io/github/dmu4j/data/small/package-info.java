/**
 * The small classics in their own binary forms: CIFAR-10, CIFAR-100, and the IDX files of MNIST and its kin.
 *
 * <p>Floor F1, above {@code data}: imports {@code data} and {@code base} only. Read {@link
 * io.github.dmu4j.data.small.SmallImages} first.
 */
@NullMarked
package io.github.dmu4j.data.small;

import org.jspecify.annotations.NullMarked;
