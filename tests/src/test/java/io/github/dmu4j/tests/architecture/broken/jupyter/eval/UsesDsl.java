package io.github.dmu4j.tests.architecture.broken.jupyter.eval;

import io.github.dmu4j.tests.architecture.broken.data.Data;

final class UsesDsl {
    Data forbidden;
}
