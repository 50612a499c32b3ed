package io.github.dmu4j.tests.architecture.broken.retrieval;

import ai.djl.ndarray.NDArray;

final class UsesEngine {
    NDArray forbidden;
}
