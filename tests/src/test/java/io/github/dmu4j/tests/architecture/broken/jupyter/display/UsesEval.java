package io.github.dmu4j.tests.architecture.broken.jupyter.display;

import io.github.dmu4j.tests.architecture.broken.jupyter.eval.Eval;

final class UsesEval {
    Eval forbidden;
}
