package io.github.dmu4j.data.landmark;

import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.data.StreamedImages;
import io.github.dmu4j.data.TrialPart;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** A retrieval task of GLDv2: queries, gallery, and for each query the relevant gallery rows. Immutable. */
public final class Gldv2Retrieval {
    private final String name;
    private final StreamedImages queries;
    private final StreamedImages gallery;
    private final long[] galleryIds;
    private final List<Gldv2Query> groundTruth;
    private final String note;

    Gldv2Retrieval(
            String name,
            StreamedImages queries,
            StreamedImages gallery,
            long[] galleryIds,
            List<Gldv2Query> groundTruth,
            String note) {
        this.name = name;
        this.queries = queries;
        this.gallery = gallery;
        this.galleryIds = galleryIds;
        this.groundTruth = List.copyOf(groundTruth);
        this.note = note;
    }

    /** For reports, for example {@code GLDv2 Private}. */
    public String name() {
        return name;
    }

    /** The query images, in the order of {@link #groundTruth()}; unlabelled. */
    public StreamedImages queries() {
        return queries;
    }

    /** The gallery images; rows of the ground truth count these from 0 on. Unlabelled. */
    public StreamedImages gallery() {
        return gallery;
    }

    /** Both, to be embedded. */
    public RetrievalImages images() {
        return new RetrievalImages(queries, gallery);
    }

    /** What each query should find, in the order of {@link #queries()}. */
    public List<Gldv2Query> groundTruth() {
        return groundTruth;
    }

    /**
     * A smaller task for a trial: a share of the queries, all that is relevant to them, and a share of the other gallery images. Easier
     * than the whole, so its figures compare with nothing but another trial of the same share.
     *
     * @param share in (0, 1]; chosen by a hash of the identifiers, see {@link TrialPart}
     */
    public Gldv2Retrieval part(double share) {
        int[] searching = TrialPart.rows(
                groundTruth.size(),
                share,
                1,
                i -> ImageIds.parse(groundTruth.get(i).id()));
        BitSet kept = new BitSet(galleryIds.length);
        for (int row : TrialPart.rows(galleryIds.length, share, 1, i -> galleryIds[i])) {
            kept.set(row);
        }
        for (int query : searching) {
            groundTruth.get(query).relevant().forEach(kept::set);
        }
        int[] rows = kept.stream().toArray();
        int[] rowOf = new int[galleryIds.length];
        for (int i = 0; i < rows.length; i++) {
            rowOf[rows[i]] = i;
        }
        List<Gldv2Query> truth = Arrays.stream(searching)
                .mapToObj(groundTruth::get)
                .map(query -> new Gldv2Query(
                        query.id(),
                        query.relevant().stream().map(row -> rowOf[row]).toList()))
                .toList();
        return new Gldv2Retrieval(
                name,
                queries.part(searching),
                gallery.part(rows),
                Arrays.stream(rows).mapToLong(row -> galleryIds[row]).toArray(),
                truth,
                note + "; a part of it, " + share + ", for a trial");
    }

    /** Identifiers of the gallery, which nobody writes to. */
    long[] galleryIds() {
        return galleryIds;
    }

    /** Counts, and where they differ from the published ones. */
    public String summary() {
        long relevant = groundTruth.stream().mapToLong(q -> q.relevant().size()).sum();
        return name + ": " + groundTruth.size() + " queries with " + relevant + " relevant images in a gallery of "
                + gallery.size() + note + gallery.note();
    }

    @Override
    public String toString() {
        return summary();
    }
}
