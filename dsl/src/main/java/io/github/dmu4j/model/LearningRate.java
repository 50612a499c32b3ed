package io.github.dmu4j.model;

/** The learning rate of each step: a pure function, so that a resumed run needs no memory of it. */
@FunctionalInterface
public interface LearningRate {
    /** The rate of step {@code step}, counted from 0 over the whole run. */
    double at(long step);

    /** The same rate always; at least 0. */
    static LearningRate constant(double rate) {
        if (!(rate >= 0)) {
            throw new IllegalArgumentException("a learning rate must be at least 0, found " + rate);
        }
        return step -> rate;
    }
}
