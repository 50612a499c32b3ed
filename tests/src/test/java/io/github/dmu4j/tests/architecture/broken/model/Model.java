package io.github.dmu4j.tests.architecture.broken.model;

public final class Model {}
