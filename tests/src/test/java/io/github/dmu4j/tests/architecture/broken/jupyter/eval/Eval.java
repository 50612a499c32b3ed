package io.github.dmu4j.tests.architecture.broken.jupyter.eval;

public final class Eval {}
