/**
 * Images with labels, embeddings with identifiers, and how data sets are split for an upgrade.
 *
 * <p>Floor F1: imports {@code base} and {@code event} only; never losses, methods or training. Read {@link
 * io.github.dmu4j.data.LabeledImages}, {@link io.github.dmu4j.data.UpgradeData} and {@link
 * io.github.dmu4j.data.EmbeddingSet} first.
 */
@NullMarked
package io.github.dmu4j.data;

import org.jspecify.annotations.NullMarked;
