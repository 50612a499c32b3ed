package io.github.dmu4j.data;

import io.github.dmu4j.base.Seeds;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/** Orders of things by a seeded hash of their name: random, yet independent of the order in which they were listed. */
final class HashOrder {
    private HashOrder() {}

    /** Ascending hash of each index's name; equal hashes by name. */
    static Comparator<Integer> by(IntFunction<String> name, long seed, String purpose) {
        return Comparator.<Integer>comparingLong(i -> Seeds.derive(seed, purpose + "|" + name.apply(i)))
                .thenComparing(i -> name.apply(i));
    }

    /** The order in which scenarios take the rows of images. */
    static Comparator<Integer> ofImages(List<String> ids, long seed) {
        return by(ids::get, seed, "scenario image");
    }

    /** The order in which scenarios take classes. */
    static Comparator<Integer> ofClasses(long seed) {
        return Comparator.<Integer>comparingLong(c -> Seeds.derive(seed, "scenario class", c))
                .thenComparing(Comparator.naturalOrder());
    }
}
