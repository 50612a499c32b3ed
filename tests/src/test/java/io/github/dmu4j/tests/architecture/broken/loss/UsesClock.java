package io.github.dmu4j.tests.architecture.broken.loss;

final class UsesClock {
    long forbidden = System.nanoTime();
}
