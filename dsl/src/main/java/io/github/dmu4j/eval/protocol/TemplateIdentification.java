package io.github.dmu4j.eval.protocol;

import io.github.dmu4j.retrieval.OpenSetIdentification;
import java.util.Locale;

/**
 * 1:N identification of templates over the two galleries. Prints itself in percent.
 *
 * @param name of the protocol
 * @param probes how many searched each gallery
 * @param first open-set search in the first gallery
 * @param second in the second one
 * @param rankOne share of the probes that find their subject at rank 1, in 0..1
 * @param rankFive at rank 5 or before
 * @param rankTen at rank 10 or before
 */
public record TemplateIdentification(
        String name,
        int probes,
        OpenSetIdentification first,
        OpenSetIdentification second,
        double rankOne,
        double rankFive,
        double rankTen) {

    /**
     * TPIR at a FPIR, the mean of both galleries; papers quote 0.01 and 0.1. With N probes that are not enrolled, a rate below 1/N
     * cannot be told from 1/N: the threshold is then their best score.
     *
     * @param fpir in 0..1
     * @throws io.github.dmu4j.base.DmuException for another rate
     */
    public double truePositiveRate(double fpir) {
        return (first.truePositiveRate(fpir) + second.truePositiveRate(fpir)) / 2;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s 1:N, %,d probes: TPIR at FPIR 0.01/0.1 %s/%s, rank-1/5/10 %s/%s/%s",
                name,
                probes,
                Percent.of(truePositiveRate(0.01)),
                Percent.of(truePositiveRate(0.1)),
                Percent.of(rankOne),
                Percent.of(rankFive),
                Percent.of(rankTen));
    }
}
