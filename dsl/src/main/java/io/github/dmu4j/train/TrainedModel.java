package io.github.dmu4j.train;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.method.SelectionOutcome;
import io.github.dmu4j.model.NetworkEmbedder;
import java.util.Optional;

/**
 * What a training gives.
 *
 * @param embedder the frozen model; the caller closes it
 * @param classifier the head's weights, one row per class number of the task; shape (K, d)
 * @param selection what the method decided about each training image, if it selects
 */
public record TrainedModel(NetworkEmbedder embedder, FloatMatrix classifier, Optional<SelectionOutcome> selection) {}
