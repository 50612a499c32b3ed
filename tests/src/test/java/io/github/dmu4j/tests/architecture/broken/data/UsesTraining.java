package io.github.dmu4j.tests.architecture.broken.data;

import io.github.dmu4j.tests.architecture.broken.train.Training;

final class UsesTraining {
    Training forbidden;
}
