package io.github.dmu4j.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What every script, shell and notebook finds imported, as snippets. */
public final class Startup {
    private Startup() {}

    /** The imports of the JDK and of the DSL, one a line. */
    public static String imports() {
        return resource("startup.jsh");
    }

    /** Commands of the {@code jshell} tool that make a mode, dmu, which shows results of several lines whole. */
    public static String shellMode() {
        return resource("shell-mode.jsh");
    }

    private static String resource(String name) {
        try (InputStream in = Startup.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
