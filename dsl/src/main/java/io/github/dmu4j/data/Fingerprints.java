package io.github.dmu4j.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes by which a run recognises its data. */
public final class Fingerprints {
    private Fingerprints() {}

    /** SHA-256 over name, identifiers and labels, each string preceded by its length. */
    static String of(LabeledImages images) {
        MessageDigest digest = sha256();
        update(digest, images.name());
        for (int i = 0; i < images.size(); i++) {
            update(digest, images.id(i));
            digest.update(ByteBuffer.allocate(4).putInt(images.label(i)).flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of a text, in hexadecimal. */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
