package io.github.dmu4j.method;

import io.github.dmu4j.model.ParameterSet;
import java.util.Optional;

/** Classification loss plus {@link PrototypeInheritance}. */
final class InheritingSession implements MethodSession {
    private final PrototypeInheritance inheritance;
    private final Optional<SelectionOutcome> selection;

    InheritingSession(PrototypeInheritance inheritance, Optional<SelectionOutcome> selection) {
        this.inheritance = inheritance;
        this.selection = selection;
    }

    @Override
    public LossTerms loss(TrainingBatch batch) {
        return LossTerms.of("classification", batch.classificationLoss())
                .plus("compatibility", inheritance.term(batch));
    }

    @Override
    public Optional<ParameterSet> parameters() {
        return inheritance.parameters();
    }

    @Override
    public Optional<SelectionOutcome> selection() {
        return selection;
    }

    @Override
    public void close() {
        inheritance.close();
    }
}
