package io.github.dmu4j.eval;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.retrieval.NeighbourhoodAverage;
import io.github.dmu4j.retrieval.RelevanceJudgments;
import io.github.dmu4j.retrieval.SelfMatches;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The same queries and the same gallery, seen by every model. Rows of one matrix stand in the order of the images.
 *
 * @param queryLabels class of each query
 * @param galleryLabels class of each gallery item
 * @param self which gallery item each query is itself
 * @param oldQueries queries by the old model; shape (m, d_o)
 * @param oldGallery gallery by the old model; shape (n, d_o)
 * @param newQueries queries by the new model; shape (m, d_n)
 * @param newGallery gallery by the new model; shape (n, d_n)
 * @param adaptedGallery the old gallery moved by the upgrade module; shape (n, d_n); empty without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CrossModelVectors(
        int[] queryLabels,
        int[] galleryLabels,
        SelfMatches self,
        FloatMatrix oldQueries,
        FloatMatrix oldGallery,
        FloatMatrix newQueries,
        FloatMatrix newGallery,
        Optional<FloatMatrix> adaptedGallery) {

    /** What a pairing searches with, and in. */
    public record Side(FloatMatrix queries, FloatMatrix gallery) {}

    /**
     * The pairings that these vectors allow, in the order of {@link Pairing}. New-to-old is left out when the dimensions
     * differ: the vectors cannot be compared.
     */
    public Map<Pairing, Side> sides() {
        Map<Pairing, Side> sides = new EnumMap<>(Pairing.class);
        sides.put(Pairing.OLD_TO_OLD, new Side(oldQueries, oldGallery));
        if (newQueries.columns() == oldGallery.columns()) {
            sides.put(Pairing.NEW_TO_OLD, new Side(newQueries, oldGallery));
        }
        adaptedGallery.ifPresent(adapted -> sides.put(Pairing.NEW_TO_ADAPTED, new Side(newQueries, adapted)));
        sides.put(Pairing.NEW_TO_NEW, new Side(newQueries, newGallery));
        return sides;
    }

    /**
     * The same with every gallery replaced by the averages of its neighbourhoods, all of them alike; queries stay. Where queries
     * and gallery are one collection, a query is still never found as itself, but is part of its neighbours' averages.
     */
    public CrossModelVectors averaged(NeighbourhoodAverage average, Cancellation cancellation) {
        return new CrossModelVectors(
                queryLabels,
                galleryLabels,
                self,
                oldQueries,
                average.apply(oldGallery, cancellation),
                newQueries,
                average.apply(newGallery, cancellation),
                adaptedGallery.map(adapted -> average.apply(adapted, cancellation)));
    }

    /** Relevant is what has the same class. */
    public RelevanceJudgments judgments() {
        return RelevanceJudgments.byLabel(queryLabels, galleryLabels);
    }
}
