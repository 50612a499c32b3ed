package io.github.dmu4j.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions that this build was made with and for.
 *
 * @param dmu4j this project
 * @param djl the engine's Java side
 * @param libtorch the one native library that DJL's JNI layer of this version works with
 */
public record Versions(String dmu4j, String djl, String libtorch) {
    /** Of this build. */
    public static Versions current() {
        Properties versions = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            if (in == null) {
                throw new IllegalStateException("versions.properties is missing from the jar");
            }
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Versions(
                versions.getProperty("dmu4j"), versions.getProperty("djl"), versions.getProperty("libtorch"));
    }
}
