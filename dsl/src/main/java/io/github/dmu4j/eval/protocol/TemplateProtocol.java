package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.base.Sums;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.face.FacePairs;
import io.github.dmu4j.data.face.FaceTemplates;
import io.github.dmu4j.data.face.Ijb;
import io.github.dmu4j.data.face.SubjectTemplates;
import io.github.dmu4j.retrieval.Verification;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The protocols of IJB-B and IJB-C, from the vectors of images: pooled into templates, which are compared by cosine, 1:1 over the
 * listed pairs and 1:N over the two galleries. Both sides may be of one model or of two: enrolment and gallery of the old one,
 * say, and probes of the new one. Immutable.
 *
 * <p>Vectors are for all images, in the order of {@link Ijb#images()}, and normally {@linkplain FlipSum summed} over the flip test;
 * they are read once and may lie in a file ({@link io.github.dmu4j.base.MappedNpy}).
 * The lists of pairs and of galleries are read when a measurement asks for them.
 *
 * <p>Source: InsightFace, {@code recognition/_evaluation_/ijb/ijb_evals.py} and its 1:N sibling; two models as in MixBCT's {@code
 * tools/ijbc_eval}. Deviations: templates are float32, so scores may differ in the seventh digit; see also {@link Verification}.
 */
public final class TemplateProtocol {
    private static final int PAIRS_PER_BLOCK = 1 << 18;

    private final Ijb set;
    private final TemplatePooling pooling;

    private TemplateProtocol(Ijb set, TemplatePooling pooling) {
        this.set = set;
        this.pooling = pooling;
    }

    /** With {@link TemplatePooling#STANDARD}. */
    public static TemplateProtocol of(Ijb set) {
        return new TemplateProtocol(set, TemplatePooling.STANDARD);
    }

    /** The same with another way to pool. */
    public TemplateProtocol withPooling(TemplatePooling other) {
        return new TemplateProtocol(set, other);
    }

    /** As {@link #verify(FloatRows, FloatRows)}; sets that know identifiers must have those of the images, in their order. */
    public TemplateVerification verify(EmbeddingSet enrolment, EmbeddingSet probes) {
        return verify(
                ImageVectors.of(enrolment, set.images(), "enrolment"), ImageVectors.of(probes, set.images(), "probes"));
    }

    /**
     * 1:1: TAR at FAR 1e-6 to 1e-1 over all listed pairs. Memory beside the vectors, for the 15.7 million pairs of IJB-C: 127 MB
     * for the list and 126 MB for the scores, with more while the list is read; no pair's vectors are copied.
     *
     * @param enrolment shape (images, d): of the first template of a pair; in a cross-model test by the old model
     * @param probes shape (images, d): of the second template; in a cross-model test by the new model
     * @throws DmuException if the numbers of rows are others, the dimensions differ, a row is not finite, or as {@link Ijb#pairs}
     * @throws RunCancelled if the thread is interrupted
     */
    public TemplateVerification verify(FloatRows enrolment, FloatRows probes) {
        Sides sides = pooled(enrolment, "enrolment", probes);
        return verifyTemplates(sides.gallery, sides.probes);
    }

    /**
     * As {@link #verify(FloatMatrix, FloatMatrix)}, from vectors of templates that are pooled already: what a store of faces holds, and
     * what an upgrade module moves.
     *
     * @param enrolment shape (templates, d), rows of norm 1, in the order of {@link Ijb#templates()}; see {@link TemplatePooling#pool}
     * @param probes shape (templates, d), alike
     * @throws DmuException if the numbers of rows are others, the dimensions differ, a row is not finite, or as {@link Ijb#pairs}
     */
    public TemplateVerification verifyTemplates(FloatMatrix enrolment, FloatMatrix probes) {
        requireTemplates(enrolment, "enrolment", probes);
        FacePairs pairs = set.pairs();
        if (pairs.genuine() == 0 || pairs.impostor() == 0) {
            throw new DmuException("verification asked with " + pairs + "; both kinds are needed: use a larger part");
        }
        Verification scores = scores(pairs, enrolment, probes);
        return new TemplateVerification(
                name(),
                pairs.genuine(),
                pairs.impostor(),
                TemplateVerification.RATES.stream()
                        .map(far -> TemplateVerification.Point.of(scores, far, pairs.impostor()))
                        .toList());
    }

    private static Verification scores(FacePairs pairs, FloatMatrix first, FloatMatrix second) {
        float[] genuine = new float[pairs.genuine()];
        float[] impostor = new float[pairs.impostor()];
        float[] block = new float[Math.min(PAIRS_PER_BLOCK, pairs.size())];
        int g = 0;
        for (int from = 0; from < pairs.size(); from += PAIRS_PER_BLOCK) {
            if (Cancellation.ON_INTERRUPT.isRequested()) {
                throw new RunCancelled("verification cancelled after " + from + " of " + pairs.size()
                        + " pairs; nothing was kept: call verify again");
            }
            int start = from;
            int size = Math.min(PAIRS_PER_BLOCK, pairs.size() - from);
            IntStream.range(0, size)
                    .parallel() // each score by itself, so that the number of threads changes nothing
                    .forEach(i -> block[i] = cosine(first, pairs.first(start + i), second, pairs.second(start + i)));
            for (int i = 0; i < size; i++) {
                if (pairs.isGenuine(from + i)) {
                    genuine[g++] = block[i];
                } else {
                    impostor[from + i - g] = block[i];
                }
            }
        }
        return Verification.of(genuine, impostor);
    }

    /** Of rows that have norm 1. */
    private static float cosine(FloatMatrix a, int rowOfA, FloatMatrix b, int rowOfB) {
        int d = a.columns();
        return (float) Sums.ofProducts(a.values(), rowOfA * d, b.values(), rowOfB * d, d);
    }

    /** As {@link #identify(FloatRows, FloatRows)}; sets that know identifiers must have those of the images, in their order. */
    public TemplateIdentification identify(EmbeddingSet gallery, EmbeddingSet probes) {
        return identify(
                ImageVectors.of(gallery, set.images(), "gallery"), ImageVectors.of(probes, set.images(), "probes"));
    }

    /**
     * 1:N: every probe searches both galleries. TPIR at FPIR is the mean of both; a probe's subject must be strictly better than
     * every other. Rank-k is the share of all probes whose subject is among the first k templates of its gallery, equal scores
     * in gallery order; a probe that is enrolled in neither (in a trial) counts as a miss.
     *
     * @param gallery shape (images, d): of the enrolled templates; in a cross-model test by the old model
     * @param probes shape (images, d): of the searching templates; in a cross-model test by the new model
     * @throws DmuException if the numbers of rows are others, the dimensions differ, a row is not finite, a probe's subject is in
     *     both galleries, a gallery has the subjects of all probes or of none, or as {@link Ijb#probes}
     */
    public TemplateIdentification identify(FloatRows gallery, FloatRows probes) {
        Sides sides = pooled(gallery, "gallery", probes);
        return identifyTemplates(sides.gallery, sides.probes);
    }

    /**
     * As {@link #identify(FloatMatrix, FloatMatrix)}, from vectors of templates that are pooled already.
     *
     * @param gallery shape (templates, d), rows of norm 1, in the order of {@link Ijb#templates()}: of all, of which the lists enrol some
     * @param probes shape (templates, d), alike
     * @throws DmuException as {@link #identify(FloatMatrix, FloatMatrix)}
     */
    public TemplateIdentification identifyTemplates(FloatMatrix gallery, FloatMatrix probes) {
        requireTemplates(gallery, "gallery", probes);
        SubjectTemplates searching = set.probes();
        GallerySearch first = GallerySearch.of(set.firstGallery(), gallery, searching, probes);
        GallerySearch second = GallerySearch.of(set.secondGallery(), gallery, searching, probes);
        BitSet both = (BitSet) first.enrolled().clone();
        both.and(second.enrolled());
        if (!both.isEmpty()) {
            int probe = both.nextSetBit(0);
            throw new DmuException("subject " + searching.subject(probe) + " of probe template "
                    + set.templates().id(searching.template(probe))
                    + " is in both galleries; in this protocol a person is in one: get the lists again");
        }
        double n = searching.size();
        return new TemplateIdentification(
                name(),
                searching.size(),
                first.openSet(),
                second.openSet(),
                (first.hits(1) + second.hits(1)) / n,
                (first.hits(5) + second.hits(5)) / n,
                (first.hits(10) + second.hits(10)) / n);
    }

    /** Templates of both sides. */
    private record Sides(FloatMatrix gallery, FloatMatrix probes) {}

    @SuppressWarnings("ReferenceEquality") // pooled once, if both sides are one object
    private Sides pooled(FloatRows gallery, String role, FloatRows probes) {
        FaceTemplates templates = set.templates();
        ImageVectors.requireCount(gallery, templates.images(), role);
        ImageVectors.requireCount(probes, templates.images(), "probes");
        ImageVectors.requireOneSpace(gallery, role, probes, "probes");
        FloatMatrix pooled = pooling.pool(gallery, role, templates);
        return new Sides(pooled, gallery == probes ? pooled : pooling.pool(probes, "probes", templates));
    }

    private void requireTemplates(FloatMatrix gallery, String role, FloatMatrix probes) {
        ImageVectors.checked(gallery, set.templates().size(), role);
        ImageVectors.checked(probes, set.templates().size(), "probes");
        ImageVectors.requireOneSpace(gallery, role, probes, "probes");
    }

    private String name() {
        return set.images().name();
    }

    @Override
    public String toString() {
        return "1:1 and 1:N, templates pooled by " + pooling + ", of " + set.summary();
    }
}
