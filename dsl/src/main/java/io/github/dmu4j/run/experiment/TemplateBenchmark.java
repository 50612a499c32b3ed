package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.face.Ijb;
import io.github.dmu4j.eval.protocol.TemplateIdentification;
import io.github.dmu4j.eval.protocol.TemplatePooling;
import io.github.dmu4j.eval.protocol.TemplateProtocol;
import io.github.dmu4j.eval.protocol.TemplateVerification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * IJB-B or IJB-C: TAR@FAR over the listed pairs, and TPIR@FPIR and rank-k over the two galleries where their lists are there. A store
 * holds templates: flip-summed images pooled by medium and weighed by the detector, norm 1; an upgrade module moves those.
 *
 * @param identifies whether the lists of the 1:N protocol are there
 */
record TemplateBenchmark(Ijb set, LabeledImages images, boolean identifies) implements Benchmark {
    /** The rate that papers quote comes first. */
    private static final List<Double> FALSE_ACCEPT_RATES = List.of(1e-4, 1e-5, 1e-6, 1e-3, 1e-2, 1e-1);

    static TemplateBenchmark of(Ijb set, boolean identifies) {
        return new TemplateBenchmark(set, set.images(), identifies);
    }

    @Override
    public String name() {
        return images.name();
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
    public FloatMatrix stored(FloatMatrix vectors) {
        return TemplatePooling.STANDARD.pool(vectors, set.templates());
    }

    @Override
    public List<Score> measure(FloatMatrix queries, FloatMatrix gallery) {
        TemplateProtocol protocol = TemplateProtocol.of(set);
        List<Score> scores = new ArrayList<>();
        TemplateVerification verified = protocol.verifyTemplates(gallery, queries);
        for (double far : FALSE_ACCEPT_RATES) {
            String metric = String.format(Locale.ROOT, "TAR@FAR=1e-%d", Math.round(-Math.log10(far)));
            scores.add(Score.of(metric, verified.trueAcceptRate(far), verified.genuine()));
        }
        if (identifies) {
            TemplateIdentification found = protocol.identifyTemplates(gallery, queries);
            scores.add(Score.of("TPIR@FPIR=0.01", found.truePositiveRate(0.01), found.probes()));
            scores.add(Score.of("TPIR@FPIR=0.1", found.truePositiveRate(0.1), found.probes()));
            scores.add(Score.of("rank-1", found.rankOne(), found.probes()));
            scores.add(Score.of("rank-5", found.rankFive(), found.probes()));
            scores.add(Score.of("rank-10", found.rankTen(), found.probes()));
        }
        return scores;
    }

    @Override
    public String summary() {
        return set.summary() + (identifies ? "" : "; without the lists of the 1:N protocol, which is left out");
    }
}
