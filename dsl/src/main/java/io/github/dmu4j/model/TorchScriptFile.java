package io.github.dmu4j.model;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What can be seen of a TorchScript file, which is a ZIP archive, without the engine. */
final class TorchScriptFile {
    private TorchScriptFile() {}

    /**
     * The file's SHA-256.
     *
     * @throws DmuException if it is no TorchScript or has bfloat16 weights
     */
    static String check(Path file) {
        try {
            requireUsable(file);
            return FileHash.of(file);
        } catch (ZipException e) {
            throw new DmuException(
                    file + " is no TorchScript file: save the model with torch.jit.save; a state_dict alone"
                            + " has no code and cannot be used",
                    e);
        } catch (IOException e) {
            throw new DmuException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void requireUsable(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            boolean code = false;
            for (ZipEntry entry : Collections.list(zip.entries())) {
                code |= entry.getName().contains("/code/") || entry.getName().endsWith("constants.pkl");
                if (entry.getName().endsWith(".pkl") && mentionsBfloat16(zip, entry)) {
                    throw new DmuException(
                            file + " has bfloat16 weights, which this engine cannot read: convert the model with"
                                    + " .float() and save it again");
                }
            }
            if (!code) {
                throw new DmuException(
                        file + " has weights but no code: save the model with torch.jit.save, a state_dict cannot"
                                + " be used");
            }
        }
    }

    private static boolean mentionsBfloat16(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("BFloat16Storage");
        }
    }
}
