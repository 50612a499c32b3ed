package io.github.dmu4j.retrieval;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;

/**
 * 1:N search with probes that may not be enrolled: how many enrolled probes are identified when only a wanted share of
 * the others may raise an alarm. Source: the IJB-B/C 1:N protocol, script of MixBCT after insightface. Deviations: none;
 * for two galleries average the rates.
 */
public final class OpenSetIdentification {
    private final float[] ownScore;
    private final float[] bestOther;
    private final float[] strangers;

    private OpenSetIdentification(float[] ownScore, float[] bestOther, float[] strangers) {
        this.ownScore = ownScore;
        this.bestOther = bestOther;
        this.strangers = strangers;
    }

    /**
     * Copies the scores.
     *
     * @param ownScore per enrolled (mated) probe the score of its own subject
     * @param bestOther per enrolled probe the best score of any other subject; minus infinity in a gallery of one
     * @param strangerBest per probe that is not enrolled its best score
     * @throws DmuException if there are no probes of a kind
     * @throws IllegalArgumentException if the first two lengths differ
     */
    public static OpenSetIdentification of(float[] ownScore, float[] bestOther, float[] strangerBest) {
        if (ownScore.length != bestOther.length) {
            throw new IllegalArgumentException(
                    ownScore.length + " own scores but " + bestOther.length + " best other scores");
        }
        if (ownScore.length == 0 || strangerBest.length == 0) {
            throw new DmuException("open-set identification asked with " + ownScore.length + " enrolled and "
                    + strangerBest.length + " other probes; both are needed");
        }
        float[] sorted = strangerBest.clone();
        Arrays.sort(sorted);
        return new OpenSetIdentification(ownScore.clone(), bestOther.clone(), sorted);
    }

    /**
     * TPIR at a FPIR: the share of enrolled probes whose own subject is strictly better than every other and above the
     * threshold. The threshold is the max(floor(fpir * N) - 1, 0)-th largest (from 0) of the N strangers' best scores.
     *
     * @param fpir in [0, 1]
     */
    public double truePositiveRate(double fpir) {
        if (!(fpir >= 0 && fpir <= 1)) {
            throw new DmuException("TPIR at FPIR " + fpir + " asked; allowed are 0..1");
        }
        int fromTop = Math.max((int) Math.floor(fpir * strangers.length + 1e-9) - 1, 0);
        float threshold = strangers[strangers.length - 1 - fromTop];
        int identified = 0;
        for (int i = 0; i < ownScore.length; i++) {
            identified += ownScore[i] > bestOther[i] && ownScore[i] > threshold ? 1 : 0;
        }
        return (double) identified / ownScore.length;
    }
}
