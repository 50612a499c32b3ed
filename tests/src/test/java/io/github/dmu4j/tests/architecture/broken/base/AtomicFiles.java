package io.github.dmu4j.tests.architecture.broken.base;

public final class AtomicFiles {
    private AtomicFiles() {}

    public static void write() {}
}
