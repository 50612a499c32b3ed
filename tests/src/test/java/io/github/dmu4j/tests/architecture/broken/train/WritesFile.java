package io.github.dmu4j.tests.architecture.broken.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class WritesFile {
    void forbidden(Path path) throws IOException {
        Files.writeString(path, "");
    }
}
