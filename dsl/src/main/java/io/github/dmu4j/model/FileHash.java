package io.github.dmu4j.model;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The identity of a file that somebody else wrote: SHA-256 over its bytes. */
final class FileHash {
    private FileHash() {}

    /**
     * The hash in hex.
     *
     * @throws DmuException if the file cannot be read
     */
    static String of(Path file) {
        MessageDigest digest = WeightHash.sha256();
        update(digest, file);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Adds the bytes of a file. */
    static void update(MessageDigest digest, Path file) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new DmuException("cannot read " + file + ": " + e.getMessage() + ". Check the path and the disk", e);
        }
    }
}
