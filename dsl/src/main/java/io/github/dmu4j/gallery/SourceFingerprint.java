package io.github.dmu4j.gallery;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what an interrupted upgrade recognises its gallery: SHA-256 over the length and 64 evenly spaced pieces of 64 KiB, which
 * is the whole of files up to 4 MiB. It is cheap on terabytes; a change of single rows of a large file can escape it.
 */
final class SourceFingerprint {
    private static final int PIECES = 64;
    private static final int PIECE_BYTES = 1 << 16;

    private SourceFingerprint() {}

    static String of(Path file) {
        MessageDigest digest = sha256();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            long size = bytes.length();
            digest.update(ByteBuffer.allocate(8).putLong(size).flip());
            byte[] piece = new byte[PIECE_BYTES];
            long next = 0;
            for (int i = 0; i < PIECES && next < size; i++) {
                // evenly over the file, the last piece at its end; never overlapping, so that small files are read once
                long even = Math.round((double) Math.max(0, size - PIECE_BYTES) * i / (PIECES - 1));
                next = Math.max(next, even);
                int length = (int) Math.min(PIECE_BYTES, size - next);
                bytes.seek(next);
                bytes.readFully(piece, 0, length);
                digest.update(piece, 0, length);
                next += length;
            }
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String of(FloatMatrix vectors) {
        MessageDigest digest = sha256();
        ByteBuffer row = ByteBuffer.allocate(Math.max(8, 4 * vectors.columns()));
        digest.update(row.putInt(vectors.rows()).putInt(vectors.columns()).flip());
        for (int i = 0; i < vectors.rows(); i++) {
            row.clear();
            for (int j = 0; j < vectors.columns(); j++) {
                row.putFloat(vectors.get(i, j));
            }
            digest.update(row.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
