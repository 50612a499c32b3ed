package io.github.dmu4j.method;

import io.github.dmu4j.loss.Contrastive;
import java.util.Map;

/**
 * l_b, the loss by which one image's old feature is inherited: {@link Dmu} multiplies it by the image's weight, whichever it is.
 * The default compares with class centres; the others compare with the old feature of the same image, a point.
 *
 * <p>Source: the losses are those of {@link io.github.dmu4j.loss}, each with its source. That they can take the place of DMU's
 * term is ours (docs/method.md, section 6). Deviations: unknown, since the paper's term is not available to us. Where dimensions
 * differ, new features are compared after the trained projection to the old dimension, new negatives too.
 */
public sealed interface InheritanceLoss {
    /** Old class prototypes must classify the new feature: cosine logits times the head's scale, margin 0. The default. */
    static InheritanceLoss pointToCentre() {
        return new PointToCentre();
    }

    /**
     * The new feature must be nearer to the old feature of its own image than to the hardest old ones of other classes in the
     * batch; temperature 0.01, ten hardest ({@link Contrastive#standard}).
     */
    static InheritanceLoss contrastive() {
        return new Contrast(Contrastive.standard());
    }

    /** As {@link #contrastive()}, and nearer than to the hardest new features of other classes too ({@link Contrastive#ract}). */
    static InheritanceLoss ract() {
        return new Contrast(Contrastive.ract());
    }

    /**
     * As {@link #contrastive()} or {@link #ract()} with other settings.
     *
     * @param loss temperature, how many hardest negatives, and whether new features are negatives
     */
    static InheritanceLoss contrastive(Contrastive loss) {
        return new Contrast(loss);
    }

    /**
     * The mean over dimensions of the squared difference of the unit features: (2 - 2 cos) / d_o, so that it wants a weight of
     * the order of d_o to be felt beside the classification loss.
     */
    static InheritanceLoss l2() {
        return new Distance();
    }

    /** The name in tables, for example {@code contrastive}. */
    String name();

    /** Settings, as plain values. */
    Map<String, Object> options();

    /** See {@link #pointToCentre}. */
    record PointToCentre() implements InheritanceLoss {
        @Override
        public String name() {
            return "point-to-centre";
        }

        @Override
        public Map<String, Object> options() {
            return Map.of();
        }
    }

    /**
     * See {@link #contrastive()} and {@link #ract}.
     *
     * @param loss temperature and negatives
     */
    record Contrast(Contrastive loss) implements InheritanceLoss {
        @Override
        public String name() {
            Contrastive standard = loss.newNegatives() ? Contrastive.ract() : Contrastive.standard();
            return (loss.newNegatives() ? "RACT" : "contrastive")
                    + (loss.temperature() == standard.temperature() ? "" : " tau " + loss.temperature())
                    + (loss.hardest() == standard.hardest() ? "" : " hardest " + loss.hardest());
        }

        @Override
        public Map<String, Object> options() {
            return Map.of(
                    "temperature", loss.temperature(), "hardest", loss.hardest(), "newNegatives", loss.newNegatives());
        }
    }

    /** See {@link #l2}. */
    record Distance() implements InheritanceLoss {
        @Override
        public String name() {
            return "L2";
        }

        @Override
        public Map<String, Object> options() {
            return Map.of();
        }
    }
}
