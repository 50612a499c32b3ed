package io.github.dmu4j.tests.architecture.broken.eval;

final class Prints {
    void forbidden() {
        System.out.println();
    }
}
