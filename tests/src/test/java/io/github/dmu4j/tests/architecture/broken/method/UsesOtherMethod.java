package io.github.dmu4j.tests.architecture.broken.method;

final class UsesOtherMethod implements CompatibilityMethod {
    OtherMethod forbidden;
}
