package io.github.dmu4j.run;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.eval.SequenceVectors;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.retrieval.SelfMatches;
import java.util.ArrayList;
import java.util.List;

/** Embeds the queries and the gallery of a retrieval task by every generation of a sequence. */
public final class SequenceEmbedding {
    private SequenceEmbedding() {}

    /**
     * All vectors of a task.
     *
     * @param models by generation; the first may be an evolved gallery, which is then that generation's
     * @param adapters one between every two generations, or none
     */
    public static SequenceVectors of(
            List<FrozenModel> models,
            List<GalleryAdapter> adapters,
            RetrievalImages images,
            UpgradeListener listener,
            Cancellation cancellation) {
        boolean same = images.sameCollection();
        List<FloatMatrix> queries = new ArrayList<>();
        List<FloatMatrix> galleries = new ArrayList<>();
        for (FrozenModel model : models) {
            FloatMatrix gallery = model.embed(images.gallery(), listener, cancellation);
            galleries.add(gallery);
            queries.add(
                    same && model.embedsQueriesAlike()
                            ? gallery
                            : model.embedQueries(images.queries(), listener, cancellation));
        }
        return new SequenceVectors(
                images.queries().labels(),
                images.gallery().labels(),
                same ? SelfMatches.sameOrder(images.gallery().size()) : SelfMatches.NONE,
                queries,
                galleries,
                adapters);
    }
}
