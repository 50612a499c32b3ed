package io.github.dmu4j.tests.architecture.broken;

/** The classes below here break one rule each, see ArchitectureRulesTest. */
public final class Root {}
