package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.face.SubjectTemplates;
import io.github.dmu4j.retrieval.Neighbours;
import io.github.dmu4j.retrieval.OpenSetIdentification;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * What all probes found in one gallery: for those enrolled in it their own and the best other score, and the rank of their
 * subject; for the others their best score. Ranks a block of probes at a time.
 */
final class GallerySearch {
    private static final int NOT_FOUND = Integer.MAX_VALUE;
    private static final int BLOCK = 1024;

    private final SubjectTemplates gallery;
    private final BitSet enrolled = new BitSet();
    private final float[] own;
    private final float[] bestOther;
    private final int[] rank;

    private GallerySearch(SubjectTemplates gallery, int probes) {
        this.gallery = gallery;
        this.own = new float[probes];
        this.bestOther = new float[probes];
        this.rank = new int[probes];
    }

    /** Searches with all probes; both matrices have one row for each template of the set, of norm 1. */
    static GallerySearch of(
            SubjectTemplates gallery, FloatMatrix galleryVectors, SubjectTemplates probes, FloatMatrix probeVectors) {
        GallerySearch result = new GallerySearch(gallery, probes.size());
        FloatMatrix searched = galleryVectors.select(rows(gallery));
        FloatMatrix searching = probeVectors.select(rows(probes));
        SimilaritySearch search = SimilaritySearch.fastest();
        for (int from = 0; from < probes.size(); from += BLOCK) {
            int to = Math.min(from + BLOCK, probes.size());
            Neighbours found = search.rankAll(
                    Similarity.INNER_PRODUCT,
                    searching.slice(from, to),
                    searched,
                    SelfMatches.NONE,
                    Cancellation.ON_INTERRUPT);
            for (int i = from; i < to; i++) {
                result.take(i, probes.subject(i), found.indices(i - from), found.scores(i - from));
            }
        }
        return result;
    }

    private static int[] rows(SubjectTemplates templates) {
        return IntStream.range(0, templates.size()).map(templates::template).toArray();
    }

    private void take(int probe, int subject, int[] ranking, float[] scores) {
        own[probe] = Float.NEGATIVE_INFINITY;
        bestOther[probe] = Float.NEGATIVE_INFINITY;
        rank[probe] = NOT_FOUND;
        for (int i = ranking.length - 1; i >= 0; i--) { // from the worst: the best of each kind is written last
            if (gallery.subject(ranking[i]) == subject) {
                own[probe] = scores[i];
                rank[probe] = i + 1;
                enrolled.set(probe);
            } else {
                bestOther[probe] = scores[i];
            }
        }
    }

    /** Probes whose subject is in this gallery; not to be changed. */
    BitSet enrolled() {
        return enrolled;
    }

    /** How many probes have their subject at this rank or before. */
    int hits(int k) {
        return (int) Arrays.stream(rank).filter(r -> r <= k).count();
    }

    OpenSetIdentification openSet() {
        int mated = enrolled.cardinality();
        if (mated == 0 || mated == own.length) {
            throw new DmuException("gallery " + gallery.name() + " has the subject of " + mated + " of " + own.length
                    + " probes; open-set identification needs probes of both kinds: use a larger part of the set");
        }
        float[] ownOfMated = new float[mated];
        float[] otherOfMated = new float[mated];
        float[] bestOfStrangers = new float[own.length - mated];
        int m = 0;
        int s = 0;
        for (int i = 0; i < own.length; i++) {
            if (enrolled.get(i)) {
                ownOfMated[m] = own[i];
                otherOfMated[m++] = bestOther[i];
            } else {
                bestOfStrangers[s++] = bestOther[i];
            }
        }
        return OpenSetIdentification.of(ownOfMated, otherOfMated, bestOfStrangers);
    }
}
