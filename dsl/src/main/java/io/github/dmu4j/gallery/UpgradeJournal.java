package io.github.dmu4j.gallery;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far an upgrade came, beside its part files: what an interrupted one goes on from, and only with the same ingredients.
 *
 * @param adapter fingerprint of the adapter
 * @param source fingerprint of the gallery
 * @param policy the policy's text
 * @param type float16 or float32
 * @param blockRows rows that were given to the adapter at once
 * @param rowsDone rows that are safely on the disk
 */
record UpgradeJournal(
        int schemaVersion,
        String adapter,
        String source,
        String policy,
        String type,
        int blockRows,
        long rows,
        long rowsDone) {
    static final int SCHEMA_VERSION = 1;

    static Path pathOf(Path target) {
        return target.resolveSibling("." + target.getFileName() + ".journal.json");
    }

    static Optional<UpgradeJournal> find(Path target) {
        Path path = pathOf(target);
        return Files.isRegularFile(path) ? Optional.of(Json.read(path, UpgradeJournal.class)) : Optional.empty();
    }

    void write(Path target) {
        Json.write(pathOf(target), this);
    }

    static void delete(Path target) {
        try {
            Files.deleteIfExists(pathOf(target));
        } catch (IOException e) {
            throw new DmuException(
                    "cannot delete " + pathOf(target) + ": " + e.getMessage() + ". Delete it by hand", e);
        }
    }

    UpgradeJournal at(long row) {
        return new UpgradeJournal(schemaVersion, adapter, source, policy, type, blockRows, rows, row);
    }

    /** Refuses to go on with other ingredients: the file would be a mixture that nobody could recognise. */
    void requireSame(UpgradeJournal now, Path target) {
        List<String> differences = new ArrayList<>();
        differ(differences, "upgrade module", adapter, now.adapter);
        differ(differences, "gallery", source, now.source);
        differ(differences, "policy", policy, now.policy);
        differ(differences, "type", type, now.type);
        differ(differences, "rows at once", String.valueOf(blockRows), String.valueOf(now.blockRows));
        differ(differences, "number of vectors", String.valueOf(rows), String.valueOf(now.rows));
        if (schemaVersion != now.schemaVersion) {
            differences.add("journal of another version of dmu4j");
        }
        if (!differences.isEmpty()) {
            throw new DmuException("an upgrade to " + target + " was interrupted after " + rowsDone + " of " + rows
                    + " vectors, with another " + String.join(", another ", differences)
                    + ". Go on with the same ones, or give it up: GalleryUpgrade.discard(path)");
        }
    }

    private static void differ(List<String> differences, String what, String then, String now) {
        if (!then.equals(now)) {
            differences.add(what + " (" + abbreviated(then) + ", now " + abbreviated(now) + ")");
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 16 ? text : text.substring(0, 12) + "\u2026";
    }
}
