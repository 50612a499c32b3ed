package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.face.VerificationSet;
import io.github.dmu4j.eval.protocol.PairProtocol;
import io.github.dmu4j.eval.protocol.PairScore;
import java.util.List;

/** A {@code .bin} set of pairs: ten-fold accuracy. In a cross-model test the first image of a pair is the new model's. */
record PairBenchmark(VerificationSet set, LabeledImages images) implements Benchmark {
    static PairBenchmark of(VerificationSet set) {
        return new PairBenchmark(set, set.images());
    }

    @Override
    public String name() {
        return set.name();
    }

    @Override
    public LabeledImages queries() {
        return images;
    }

    @Override
    public LabeledImages gallery() {
        return images;
    }

    @Override
    public boolean flipTest() {
        return true;
    }

    @Override
    public List<Score> measure(FloatMatrix queries, FloatMatrix gallery) {
        PairScore score = PairProtocol.of(set).measure(queries, gallery);
        return List.of(Score.of("accuracy", score.accuracy().mean(), score.genuine() + score.impostor()));
    }

    @Override
    public String summary() {
        return set.summary();
    }
}
