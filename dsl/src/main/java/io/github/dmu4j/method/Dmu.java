package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatRows;
import io.github.dmu4j.loss.Contrastive;
import io.github.dmu4j.loss.L2;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Darwinian Model Upgrades, our reading. Selective backward compatibility: the new model inherits an old feature the more, the
 * more discriminative it is. Forward adaptation: after training, a light module evolves the stored gallery towards the new
 * space.
 *
 * <pre>L = L_cls + lambda (1/B) sum_i w_i l_b(i),   w from the discriminativeness of z_o,i;
 * l_b(i) = CE( s &lt;a(z_n,i), P_o&gt; , y_i ) unless another {@link InheritanceLoss} is chosen</pre>
 *
 * <p>Source: Darwinian Model Upgrades: Model Evolving with Selective Compatibility, Zhang et al., AAAI 2023
 * (arXiv:2210.06954): the two parts and discriminativeness as the criterion. Deviations: the paper's equations, its measure and
 * its module's layers are not available to us; every formula is ours (docs/method.md, sections 5 and 6).
 *
 * @param measure how discriminative an old feature is; default the leave-one-out probability of the true class
 * @param weights from scores to weights; default soft rank weights
 * @param inheritance l_b, the loss of one image that is weighted; default {@link InheritanceLoss#pointToCentre}
 * @param weight lambda; default 1
 * @param ractWeight of the RACT term, (1/B) sum_i of {@link io.github.dmu4j.loss.Contrastive#ract}, which asks every image alike,
 *     whatever its weight, that new-to-old positives beat new-to-new negatives; default 0: there is none
 * @param forwardAdaptation the upgrade module; trained with its defaults unless said otherwise
 */
public record Dmu(
        SelectionMeasure measure,
        SelectionWeights weights,
        InheritanceLoss inheritance,
        double weight,
        double ractWeight,
        Optional<ForwardAdaptation> forwardAdaptation)
        implements CompatibilityMethod {

    /** The defaults of docs/method.md, section 6b. */
    public Dmu() {
        this(
                SelectionMeasure.trueProbability(),
                SelectionWeights.soft(),
                InheritanceLoss.pointToCentre(),
                1,
                0,
                Optional.of(new ForwardAdaptation()));
    }

    public Dmu {
        requireWeight("weight", weight);
        requireWeight("RACT weight", ractWeight);
    }

    private static void requireWeight(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("DMU's " + name + " is " + value + "; allowed is 0 or more");
        }
    }

    /** A copy that measures discriminativeness otherwise, for example by {@code SelectionMeasure.entropy()}. */
    public Dmu selectBy(SelectionMeasure other) {
        return new Dmu(other, weights, inheritance, weight, ractWeight, forwardAdaptation);
    }

    /** A copy with other weights, for example {@code SelectionWeights.hard(0.5)}. */
    public Dmu weighting(SelectionWeights other) {
        return new Dmu(measure, other, inheritance, weight, ractWeight, forwardAdaptation);
    }

    /** A copy with another lambda. */
    public Dmu weight(double lambda) {
        return new Dmu(measure, weights, inheritance, lambda, ractWeight, forwardAdaptation);
    }

    /** A copy that inherits by another loss, for example {@code InheritanceLoss.contrastive()}; the weights stay. */
    public Dmu inheritBy(InheritanceLoss other) {
        return new Dmu(measure, weights, other, weight, ractWeight, forwardAdaptation);
    }

    /** A copy with the RACT term besides, for example of weight 0.5; 0 takes it away. */
    public Dmu ractWeight(double lambda) {
        return new Dmu(measure, weights, inheritance, weight, lambda, forwardAdaptation);
    }

    /** The ablation that is BCT: every weight 1. */
    public Dmu uniform() {
        return weighting(SelectionWeights.uniform());
    }

    /** The ablation that inherits the poor features. */
    public Dmu anti() {
        return weighting(weights.inverted());
    }

    /** The ablation that inherits only the better half. */
    public Dmu hard() {
        return weighting(SelectionWeights.hard(0.5));
    }

    /** A copy with changed settings of the upgrade module. */
    public Dmu withForwardAdaptation(UnaryOperator<ForwardAdaptation> change) {
        return adaptingWith(Optional.of(change.apply(forwardAdaptation.orElseGet(ForwardAdaptation::new))));
    }

    /** A copy that trains no upgrade module. */
    public Dmu withoutForwardAdaptation() {
        return adaptingWith(Optional.empty());
    }

    @Override
    public Dmu adaptingWith(Optional<ForwardAdaptation> adaptation) {
        return new Dmu(measure, weights, inheritance, weight, ractWeight, adaptation);
    }

    @Override
    public String name() {
        StringBuilder name = new StringBuilder("DMU");
        boolean selects = weights.needsScores();
        if (selects && !measure.equals(SelectionMeasure.trueProbability())) {
            name.append(' ').append(measure.name());
        }
        if (weights.anti()) {
            name.append(" anti");
        }
        SelectionWeights.Selection kind = weights.selection();
        if (kind != SelectionWeights.Selection.SOFT) {
            name.append(' ').append(kind.name().toLowerCase(Locale.ROOT));
        }
        boolean plainParameter = switch (kind) {
            case SOFT -> weights.parameter() == 1;
            case HARD -> weights.parameter() == 0.5;
            case CORRECT, UNIFORM -> true;
            case EXPONENTIAL -> false;
        };
        if (!plainParameter) {
            name.append(' ').append(weights.parameter());
        }
        if (selects && weights.normalisation() != SelectionWeights.Normalisation.RANK) {
            name.append(' ').append(weights.normalisation().name().toLowerCase(Locale.ROOT));
        }
        if (weights.newClasses() != SelectionWeights.NewClasses.WEIGHTED) {
            name.append(" new-").append(weights.newClasses().name().toLowerCase(Locale.ROOT));
        }
        if (!inheritance.equals(InheritanceLoss.pointToCentre())) {
            name.append(' ').append(inheritance.name());
        }
        if (weight != 1) {
            name.append(" x").append(weight);
        }
        if (ractWeight != 0) {
            name.append(" + RACT x").append(ractWeight);
        }
        return name.toString();
    }

    @Override
    public Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("measure", Map.of("name", measure.name(), "options", measure.options()));
        options.put("weights", weights.options());
        options.put("inheritance", Map.of("name", inheritance.name(), "options", inheritance.options()));
        options.put("weight", weight);
        options.put("ractWeight", ractWeight);
        return options;
    }

    @Override
    public Requirements requirements() {
        return Requirements.OLD_MODEL;
    }

    @Override
    public List<SelectionMeasure> measures() {
        return List.of(measure);
    }

    @Override
    public MethodSession start(MethodContext context) {
        MethodContext.OldKnowledge old = context.requireOld();
        FloatRows embeddings = old.embeddings();
        Prototypes prototypes = Prototypes.of(embeddings, context.labels(), context.classes());
        double[] scores = old.scores().of(measure, embeddings, context.labels(), prototypes);
        boolean[] correct = weights.selection() == SelectionWeights.Selection.CORRECT
                ? SelectionWeights.correct(embeddings, context.labels(), prototypes, old.scores())
                : null;
        float[] perImage = weights.weights(scores, context.labels(), old.seen(), correct);
        Optional<InheritanceTerm> regression = ractWeight == 0
                ? Optional.empty()
                : Optional.of(new PointInheritance(Contrastive.ract()::perSample, embeddings, ractWeight, null));
        return new InheritingSession(
                new CompatibilityHead(context, embeddings.columns()),
                inherited(context, prototypes, perImage),
                regression,
                Optional.of(new SelectionOutcome(scores, perImage)));
    }

    private InheritanceTerm inherited(MethodContext context, Prototypes prototypes, float[] perImage) {
        FloatRows old = context.requireOld().embeddings();
        if (inheritance instanceof InheritanceLoss.Contrast contrast) {
            return new PointInheritance(contrast.loss()::perSample, old, weight, perImage);
        }
        if (inheritance instanceof InheritanceLoss.Distance) {
            L2 distance = new L2(true);
            return new PointInheritance(
                    (features, targets, labels) -> distance.perSample(features, targets), old, weight, perImage);
        }
        return new PrototypeInheritance(context, prototypes.vectors(), true, context.scale(), weight, perImage);
    }
}
