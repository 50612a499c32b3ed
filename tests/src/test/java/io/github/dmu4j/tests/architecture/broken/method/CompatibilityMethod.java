package io.github.dmu4j.tests.architecture.broken.method;

interface CompatibilityMethod {}
