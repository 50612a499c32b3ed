package io.github.dmu4j.tests.architecture.broken.base;

import io.github.dmu4j.tests.architecture.broken.data.Data;

final class UsesData {
    Data forbidden;
}
