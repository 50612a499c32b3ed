package io.github.dmu4j.data.landmark;

import java.util.List;

/**
 * A query of Revisited Oxford or Paris: gallery rows by how hard they are to find. Which of them a protocol (Easy, Medium, Hard) counts
 * as relevant and which it passes over is the protocol's matter.
 *
 * @param name name of the query image
 * @param box the landmark in it
 * @param easy gallery rows that show the landmark clearly
 * @param hard gallery rows that show it under difficult conditions
 * @param junk gallery rows that are neither counted for nor against
 */
public record RevisitedQuery(String name, BoundingBox box, List<Integer> easy, List<Integer> hard, List<Integer> junk) {
    /** Copies the lists. */
    public RevisitedQuery {
        easy = List.copyOf(easy);
        hard = List.copyOf(hard);
        junk = List.copyOf(junk);
    }
}
