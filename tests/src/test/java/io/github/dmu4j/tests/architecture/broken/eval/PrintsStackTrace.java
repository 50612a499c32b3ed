package io.github.dmu4j.tests.architecture.broken.eval;

final class PrintsStackTrace {
    void forbidden(Exception e) {
        e.printStackTrace();
    }
}
