package io.github.dmu4j.tests.architecture.broken.report;

import io.github.dmu4j.tests.architecture.broken.Root;

final class UsesRoot {
    Root forbidden;
}
