package io.github.dmu4j.run;

import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.method.CompatibilityMethod;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The old model of a class of tests, trained once for all of them. */
abstract class TinyOldModel {
    static FrozenModel old;

    @BeforeAll
    static void trainTheOldModel() {
        old = TinyUpgrade.oldModel();
    }

    @AfterAll
    static void closeTheOldModel() {
        old.close();
    }

    static TinyRun with(CompatibilityMethod method) {
        return TinyRun.by(method, old);
    }
}
