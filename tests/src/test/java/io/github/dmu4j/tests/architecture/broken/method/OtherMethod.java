package io.github.dmu4j.tests.architecture.broken.method;

final class OtherMethod implements CompatibilityMethod {
    Part allowed;

    record Part(OtherMethod whole) {}
}
