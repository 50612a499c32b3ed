package io.github.dmu4j.tests.architecture.broken.data;

public final class Data {}
