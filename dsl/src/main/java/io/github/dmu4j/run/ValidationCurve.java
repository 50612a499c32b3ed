package io.github.dmu4j.run;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.RetrievalImages;
import io.github.dmu4j.eval.CrossModelEvaluation;
import io.github.dmu4j.eval.CrossModelVectors;
import io.github.dmu4j.eval.PairingScore;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.Embedder;
import io.github.dmu4j.retrieval.Metric;
import io.github.dmu4j.retrieval.SelfMatches;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a model in training against the old one on the validation classes: mAP new-to-old, new-to-new and old-to-old. */
final class ValidationCurve implements ValidationProbe {
    private final RetrievalImages images;
    private final FloatMatrix oldQueries;
    private final FloatMatrix oldGallery;
    private final Cancellation cancellation;

    ValidationCurve(FrozenModel old, RetrievalImages images, Cancellation cancellation) {
        this.images = images;
        this.cancellation = cancellation;
        this.oldGallery = old.embed(images.gallery(), UpgradeListener.NONE, cancellation);
        this.oldQueries = images.sameCollection() && old.embedsQueriesAlike()
                ? oldGallery
                : old.embedQueries(images.queries(), UpgradeListener.NONE, cancellation);
    }

    @Override
    public Map<String, Double> measure(Embedder model, int epoch) {
        FloatMatrix newGallery = model.embed(images.gallery(), UpgradeListener.NONE, cancellation)
                .normalised();
        FloatMatrix newQueries = images.sameCollection()
                ? newGallery
                : model.embed(images.queries(), UpgradeListener.NONE, cancellation)
                        .normalised();
        CrossModelVectors vectors = new CrossModelVectors(
                images.queries().labels(),
                images.gallery().labels(),
                images.sameCollection() ? SelfMatches.sameOrder(oldGallery.rows()) : SelfMatches.NONE,
                oldQueries,
                oldGallery,
                newQueries,
                newGallery,
                Optional.empty());
        Map<String, Double> figures = new LinkedHashMap<>();
        for (PairingScore score : new CrossModelEvaluation(List.of(Metric.mAP()), cancellation).measure(vectors)) {
            figures.put(score.pairing().id() + "/" + score.metric().name(), score.value());
        }
        return figures;
    }
}
