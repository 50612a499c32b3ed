package io.github.dmu4j.method;

import io.github.dmu4j.base.FloatMatrix;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Darwinian Model Upgrades, our reading. Selective backward compatibility: the new model inherits an old feature the more, the
 * more discriminative it is. Forward adaptation: after training, a light module evolves the stored gallery towards the new
 * space.
 *
 * <pre>L = L_cls + lambda (1/B) sum_i w_i CE( s &lt;a(z_n,i), P_o&gt; , y_i ),   w from the discriminativeness of z_o,i</pre>
 *
 * <p>Source: Darwinian Model Upgrades: Model Evolving with Selective Compatibility, Zhang et al., AAAI 2023
 * (arXiv:2210.06954): the two parts and discriminativeness as the criterion. Deviations: the paper's equations, its measure and
 * its module's layers are not available to us; every formula is ours (docs/method.md, sections 5 and 6).
 *
 * @param measure how discriminative an old feature is; default the leave-one-out probability of the true class
 * @param weights from scores to weights; default soft rank weights
 * @param weight lambda; default 1
 * @param forwardAdaptation the upgrade module; trained with its defaults unless said otherwise
 */
public record Dmu(
        SelectionMeasure measure,
        SelectionWeights weights,
        double weight,
        Optional<ForwardAdaptation> forwardAdaptation)
        implements CompatibilityMethod {

    /** The defaults of docs/method.md, section 6b. */
    public Dmu() {
        this(SelectionMeasure.trueProbability(), SelectionWeights.soft(), 1, Optional.of(new ForwardAdaptation()));
    }

    public Dmu {
        if (!(weight >= 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("DMU's weight is " + weight + "; allowed is 0 or more");
        }
    }

    /** A copy that measures discriminativeness otherwise, for example by {@code SelectionMeasure.entropy()}. */
    public Dmu selectBy(SelectionMeasure other) {
        return new Dmu(other, weights, weight, forwardAdaptation);
    }

    /** A copy with other weights, for example {@code SelectionWeights.hard(0.5)}. */
    public Dmu weighting(SelectionWeights other) {
        return new Dmu(measure, other, weight, forwardAdaptation);
    }

    /** A copy with another lambda. */
    public Dmu weight(double lambda) {
        return new Dmu(measure, weights, lambda, forwardAdaptation);
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
        return new Dmu(measure, weights, weight, adaptation);
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
        if (weight != 1) {
            name.append(" x").append(weight);
        }
        return name.toString();
    }

    @Override
    public Map<String, Object> options() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("measure", Map.of("name", measure.name(), "options", measure.options()));
        options.put("weights", weights.options());
        options.put("weight", weight);
        return options;
    }

    @Override
    public Requirements requirements() {
        return Requirements.OLD_MODEL;
    }

    @Override
    public MethodSession start(MethodContext context) {
        MethodContext.OldKnowledge old = context.requireOld();
        FloatMatrix embeddings = old.embeddings();
        Prototypes prototypes = Prototypes.of(embeddings, context.labels(), context.classes());
        double[] scores = measure.score(embeddings, context.labels(), prototypes);
        boolean[] correct = weights.selection() == SelectionWeights.Selection.CORRECT
                ? SelectionWeights.correct(embeddings, context.labels(), prototypes)
                : null;
        float[] perImage = weights.weights(scores, context.labels(), old.seen(), correct);
        return new InheritingSession(
                new PrototypeInheritance(context, prototypes.vectors(), true, context.scale(), weight, perImage),
                Optional.of(new SelectionOutcome(scores, perImage)));
    }
}
