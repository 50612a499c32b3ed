package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.landmark.RevisitedSet;
import io.github.dmu4j.eval.protocol.RevisitedProtocol;
import io.github.dmu4j.eval.protocol.RevisitedScore;
import io.github.dmu4j.retrieval.Protocol;
import java.util.ArrayList;
import java.util.List;

/** Revisited Oxford or Paris: mAP and mP@1, 5, 10 under Medium, which papers quote, Hard and Easy. */
record RevisitedBenchmark(RevisitedSet set, boolean crops) implements Benchmark {
    @Override
    public String name() {
        return crops ? set.name() : set.name() + " uncropped";
    }

    @Override
    public LabeledImages queries() {
        return crops ? set.queries() : set.uncroppedQueries();
    }

    @Override
    public LabeledImages gallery() {
        return set.gallery();
    }

    @Override
    public boolean flipTest() {
        return false;
    }

    @Override
    public List<Score> measure(FloatMatrix queries, FloatMatrix gallery) {
        RevisitedScore measured = RevisitedProtocol.of(set).measure(queries, gallery);
        List<Score> scores = new ArrayList<>();
        scores.addAll(scores("Medium", measured.row(Protocol.MEDIUM)));
        scores.addAll(scores("Hard", measured.row(Protocol.HARD)));
        scores.addAll(scores("Easy", measured.row(Protocol.EASY)));
        return scores;
    }

    private static List<Score> scores(String protocol, RevisitedScore.Row row) {
        int counted = row.perQuery().size() - row.skipped();
        return List.of(
                Score.ofQueries(protocol + " mAP", row.meanAveragePrecision(), row.perQuery(), row.skipped()),
                new Score(protocol + " mP@1", row.precisionAtOne(), counted, row.skipped(), List.of()),
                new Score(protocol + " mP@5", row.precisionAtFive(), counted, row.skipped(), List.of()),
                new Score(protocol + " mP@10", row.precisionAtTen(), counted, row.skipped(), List.of()));
    }

    @Override
    public String summary() {
        return set.summary() + (crops ? "" : "; queries are not cropped");
    }
}
