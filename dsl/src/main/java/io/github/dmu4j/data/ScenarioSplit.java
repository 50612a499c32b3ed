package io.github.dmu4j.data;

/**
 * Which training images each model sees.
 *
 * @param oldIndices rows that the old model is trained on, ascending
 * @param newIndices rows that the new model is trained on, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record ScenarioSplit(int[] oldIndices, int[] newIndices) {}
