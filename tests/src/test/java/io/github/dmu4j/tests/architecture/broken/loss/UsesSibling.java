package io.github.dmu4j.tests.architecture.broken.loss;

import io.github.dmu4j.tests.architecture.broken.model.Model;

final class UsesSibling {
    Model forbidden;
}
