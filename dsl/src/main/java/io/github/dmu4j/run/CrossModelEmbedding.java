package io.github.dmu4j.run;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.retrieval.SelfMatches;
import java.util.Optional;

/** Embeds the queries and the gallery of a retrieval task by every model that takes part. */
public final class CrossModelEmbedding {
    private CrossModelEmbedding() {}

    /** All vectors of a task. The gallery of the old model is moved by {@code adapter} as it would be in a store: vectors only. */
    public static CrossModelVectors of(
            FrozenModel old,
            FrozenModel renewed,
            Optional<GalleryAdapter> adapter,
            RetrievalImages images,
            UpgradeListener listener,
            Cancellation cancellation) {
        FloatMatrix oldGallery = old.embed(images.gallery(), listener, cancellation);
        FloatMatrix newGallery = renewed.embed(images.gallery(), listener, cancellation);
        boolean same = images.sameCollection();
        return new CrossModelVectors(
                images.queries().labels(),
                images.gallery().labels(),
                same ? SelfMatches.sameOrder(images.gallery().size()) : SelfMatches.NONE,
                same && old.embedsQueriesAlike()
                        ? oldGallery
                        : old.embedQueries(images.queries(), listener, cancellation),
                oldGallery,
                same ? newGallery : renewed.embed(images.queries(), listener, cancellation),
                newGallery,
                adapter.map(a -> a.adapt(oldGallery)));
    }
}
