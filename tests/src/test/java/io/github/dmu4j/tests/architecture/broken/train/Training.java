package io.github.dmu4j.tests.architecture.broken.train;

public final class Training {}
