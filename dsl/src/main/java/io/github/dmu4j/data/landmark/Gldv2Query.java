package io.github.dmu4j.data.landmark;

import java.util.List;

/**
 * A query of the GLDv2 retrieval task and what it should find.
 *
 * @param id the test image's identifier, 16 hexadecimal digits
 * @param relevant rows of the gallery that show the same landmark, in the file's order, each once; may be empty in a trial whose
 *     gallery lacks them
 */
public record Gldv2Query(String id, List<Integer> relevant) {
    /** Copies the list. */
    public Gldv2Query {
        relevant = List.copyOf(relevant);
    }
}
