package io.github.dmu4j.method;

import java.util.Map;

/**
 * Everything that a training needs to go on as if it had never stopped. Order and augmentation are derived from the seed and
 * the step, so no generator's state is in it.
 *
 * @param step steps done
 * @param arrays parameters, running statistics and optimiser state by name
 * @param lossSums sums of each loss term over the present epoch's steps so far
 */
public record Checkpoint(long step, Map<String, float[]> arrays, Map<String, Double> lossSums) {}
