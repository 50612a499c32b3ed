package io.github.dmu4j.tests.architecture.broken.train;

import io.github.dmu4j.tests.architecture.broken.base.AtomicFiles;

final class SavesThroughBase {
    void forbidden() {
        AtomicFiles.write();
    }
}
