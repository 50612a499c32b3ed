package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What must agree before two sets of vectors may be compared. Every saved model, upgrade module, embedding set and gallery
 * carries one; the classic accident of an embedding upgrade is that nothing notices when spaces are mixed.
 *
 * @param schemaVersion version of this record, now 1
 * @param modelHash hash of the weights that made the vectors (for adapted vectors: of the space they were moved to), or
 *     {@code unknown}
 * @param dimension length of each vector
 * @param normalised whether rows have unit Euclidean norm; compared only where the metric sees lengths (not by cosine)
 * @param metric {@code cosine}, {@code inner-product} or {@code euclidean}
 * @param preprocessing hash or description of the input preprocessing, or {@code unknown}
 * @param generation old, adapted, new
 */
public record VectorContract(
        int schemaVersion,
        String modelHash,
        int dimension,
        boolean normalised,
        String metric,
        String preprocessing,
        Generation generation) {

    /** The word for a field that nobody stated. */
    public static final String UNKNOWN = "unknown";

    /** A contract for vectors of which only the dimension is known. */
    public static VectorContract unknown(int dimension) {
        return new VectorContract(1, UNKNOWN, dimension, false, "cosine", UNKNOWN, Generation.UNKNOWN);
    }

    /** The same vectors' contract as another generation. */
    public VectorContract as(Generation other) {
        return new VectorContract(schemaVersion, modelHash, dimension, normalised, metric, preprocessing, other);
    }

    /** The contract of the same vectors, divided by their norms. */
    public VectorContract ofUnitNorm() {
        return new VectorContract(schemaVersion, modelHash, dimension, true, metric, preprocessing, generation);
    }

    /**
     * Refuses vectors of another space. Unknown fields match anything: they cannot be checked, and were accepted by whoever
     * loaded the file without a contract.
     *
     * @param mine what these vectors are, for the message, for example {@code the gallery}
     * @param theirs what the other vectors are, for example {@code the upgrade module's input}
     * @throws DmuException naming every field that differs
     */
    public void requireSameSpace(VectorContract other, String mine, String theirs) {
        List<String> differences = new ArrayList<>();
        if (dimension != other.dimension) {
            differences.add("dimension " + dimension + " against " + other.dimension);
        }
        if (differs(modelHash, other.modelHash)) {
            differences.add("model " + abbreviated(modelHash) + " against " + abbreviated(other.modelHash));
        }
        if (differs(metric, other.metric)) {
            differences.add("metric " + metric + " against " + other.metric);
        }
        if (normalised != other.normalised && lengthMatters() && other.lengthMatters()) {
            differences.add("normalised " + normalised + " against " + other.normalised);
        }
        if (differs(preprocessing, other.preprocessing)) {
            differences.add("preprocessing " + preprocessing + " against " + other.preprocessing);
        }
        if (generation != other.generation
                && generation != Generation.UNKNOWN
                && other.generation != Generation.UNKNOWN) {
            differences.add("generation " + generation + " against " + other.generation);
        }
        if (!differences.isEmpty()) {
            throw new DmuException(mine + " and " + theirs + " are not vectors of one space: "
                    + String.join(", ", differences)
                    + ". Only vectors of the same contract can be compared: use the artefacts of one run, or upgrade the old"
                    + " ones first");
        }
    }

    /** Whose vectors they are, in words: {@code model 3fa2c1d09b7e, old, cosine}; what is unknown is left out. */
    public String origin() {
        return (modelHash.equals(UNKNOWN) ? "an unknown model" : "model " + abbreviated(modelHash))
                + (generation == Generation.UNKNOWN
                        ? ""
                        : ", " + generation.name().toLowerCase(Locale.ROOT))
                + ", " + metric;
    }

    /** Whether a comparison sees the vectors' lengths: cosine does not, and of unknown vectors nobody said. */
    private boolean lengthMatters() {
        return !metric.equals("cosine") && !metric.equals(UNKNOWN) && !modelHash.equals(UNKNOWN);
    }

    private static boolean differs(String a, String b) {
        return !a.equals(b) && !a.equals(UNKNOWN) && !b.equals(UNKNOWN);
    }

    private static String abbreviated(String hash) {
        return hash.length() > 12 ? hash.substring(0, 12) : hash;
    }
}
