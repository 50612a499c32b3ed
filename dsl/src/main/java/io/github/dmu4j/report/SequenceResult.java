package io.github.dmu4j.report;

/**
 * One measured number of a sequence of models.
 *
 * @param query the generation that embeds the queries, from 1
 * @param gallery the generation that embedded the gallery
 * @param state what became of that gallery since: re-embedded, kept or evolved
 * @param result the number; its pairing says the same in one name
 */
public record SequenceResult(int query, int gallery, String state, PairingResult result) {}
