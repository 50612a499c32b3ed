package io.github.dmu4j.tests.architecture.broken.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

final class OpensUrl {
    InputStream forbidden(URL url) throws IOException {
        return url.openStream();
    }
}
