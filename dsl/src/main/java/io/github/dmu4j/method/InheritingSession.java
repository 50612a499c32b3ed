package io.github.dmu4j.method;

import ai.djl.ndarray.NDArray;
import io.github.dmu4j.model.ParameterSet;
import java.util.Optional;

/** Classification loss plus what the new model inherits. Owns the head. */
final class InheritingSession implements MethodSession {
    private final CompatibilityHead head;
    private final InheritanceTerm inheritance;
    private final Optional<InheritanceTerm> regression;
    private final Optional<SelectionOutcome> selection;

    /** @param regression a further term, named {@code ract} */
    InheritingSession(
            CompatibilityHead head,
            InheritanceTerm inheritance,
            Optional<InheritanceTerm> regression,
            Optional<SelectionOutcome> selection) {
        this.head = head;
        this.inheritance = inheritance;
        this.regression = regression;
        this.selection = selection;
    }

    @Override
    public LossTerms loss(TrainingBatch batch) {
        NDArray features = head.of(batch);
        LossTerms terms = LossTerms.of("classification", batch.classificationLoss())
                .plus("compatibility", inheritance.of(batch, features));
        regression.ifPresent(term -> terms.plus("ract", term.of(batch, features)));
        return terms;
    }

    @Override
    public Optional<ParameterSet> parameters() {
        return head.parameters();
    }

    @Override
    public Optional<SelectionOutcome> selection() {
        return selection;
    }

    @Override
    public void close() {
        head.close();
    }
}
