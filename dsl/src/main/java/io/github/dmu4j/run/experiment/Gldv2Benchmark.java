package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.landmark.Gldv2Retrieval;
import io.github.dmu4j.eval.protocol.Gldv2Protocol;
import io.github.dmu4j.eval.protocol.Gldv2Score;
import java.util.List;

/** One half of the GLDv2 retrieval task: mAP@100. */
record Gldv2Benchmark(Gldv2Retrieval task) implements Benchmark {
    @Override
    public String name() {
        return task.name();
    }

    @Override
    public LabeledImages queries() {
        return task.queries();
    }

    @Override
    public LabeledImages gallery() {
        return task.gallery();
    }

    @Override
    public boolean flipTest() {
        return false;
    }

    @Override
    public List<Score> measure(FloatMatrix queries, FloatMatrix gallery) {
        Gldv2Score score = Gldv2Protocol.of(task).measure(queries, gallery);
        return List.of(Score.ofQueries("mAP@100", score.meanAveragePrecision(), score.perQuery(), score.skipped()));
    }

    @Override
    public String summary() {
        return task.summary();
    }
}
