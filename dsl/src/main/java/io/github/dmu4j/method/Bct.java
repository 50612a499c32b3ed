package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Backward-compatible training: besides its own classification loss, the new model's features must be classified rightly by the
 * old model's class vectors ("influence loss"). Every image inherits alike; DMU differs by weighting them.
 *
 * <p>Source: Towards Backward-Compatible Representation Learning, Shen et al., CVPR 2020. Deviations: the default form uses
 * prototypes made of old features and cosine logits instead of the old classifier's raw logits, because it needs no classifier
 * and covers classes that the old model never saw; the paper's form is {@link Form#RAW_CLASSIFIER}.
 *
 * @param form which old class vectors, compared how
 * @param weight lambda, of the influence loss; default 1
 * @param forwardAdaptation the upgrade module to train afterwards (BiCT's idea); empty by default
 */
public record Bct(Form form, double weight, Optional<ForwardAdaptation> forwardAdaptation)
        implements CompatibilityMethod {
    /** Which old class vectors classify the new features. */
    public enum Form {
        /** Normalised means of old features, of all classes of the new training set; cosine logits times the head's scale. */
        PROTOTYPES,
        /** The old classifier's weights, raw features, inner products; images of classes it does not know do not count. */
        RAW_CLASSIFIER,
        /** The old classifier's weights, both normalised, cosine logits times the head's scale; unknown classes as above. */
        NORMALISED_CLASSIFIER
    }

    /** The default form, lambda 1, no forward adaptation. */
    public Bct() {
        this(Form.PROTOTYPES, 1, Optional.empty());
    }

    public Bct {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("BCT's weight is " + weight + "; allowed is 0 or more");
        }
    }

    /** A copy with another form. */
    public Bct form(Form other) {
        return new Bct(other, weight, forwardAdaptation);
    }

    /** A copy with another lambda. */
    public Bct weight(double lambda) {
        return new Bct(form, lambda, forwardAdaptation);
    }

    @Override
    public String name() {
        return "BCT"
                + switch (form) {
                    case PROTOTYPES -> "";
                    case RAW_CLASSIFIER -> " raw classifier";
                    case NORMALISED_CLASSIFIER -> " normalised classifier";
                }
                + (weight == 1 ? "" : " x" + weight);
    }

    @Override
    public Map<String, Object> options() {
        return Map.of("form", form.name(), "weight", weight);
    }

    @Override
    public Requirements requirements() {
        return new Requirements(true, form != Form.PROTOTYPES, false);
    }

    @Override
    public Bct adaptingWith(Optional<ForwardAdaptation> adaptation) {
        return new Bct(form, weight, adaptation);
    }

    @Override
    public MethodSession start(MethodContext context) {
        MethodContext.OldKnowledge old = context.requireOld();
        FloatMatrix vectors = switch (form) {
            case PROTOTYPES ->
                Prototypes.of(old.embeddings(), context.labels(), context.classes())
                        .vectors();
            case RAW_CLASSIFIER -> classifier(old);
            case NORMALISED_CLASSIFIER -> classifier(old).normalised();
        };
        boolean normalise = form != Form.RAW_CLASSIFIER;
        return new InheritingSession(
                new CompatibilityHead(context, vectors.columns()),
                new PrototypeInheritance(context, vectors, normalise, context.scale(), weight, null),
                Optional.empty(),
                Optional.empty());
    }

    private static FloatMatrix classifier(MethodContext.OldKnowledge old) {
        @Nullable FloatMatrix classifier = old.classifier();
        if (classifier == null) {
            throw new IllegalStateException("the plan's validation lets no old model without a classifier through");
        }
        return classifier;
    }
}
