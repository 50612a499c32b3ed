package io.github.dmu4j.bridge;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What every script, shell and notebook finds imported, as snippets. */
public final class Startup {
    /** Exceptions whose message says what to do, so that the DSL's own frames need not be shown. */
    public static final Set<Class<? extends Throwable>> EXPLAINING = Set.of(DmuException.class);

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
