package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether the rows of a manifest make an open-set experiment: classes apart from each other, and every part there. */
final class OpenSetCheck {
    private static final List<String> NEEDED =
            List.of("old_train train", "new_train train", "val query", "val gallery", "test query", "test gallery");

    private final String where;
    private final Map<String, String> partOf = new HashMap<>();
    private final Set<String> parts = new TreeSet<>();

    /** @param where the manifest, for messages */
    OpenSetCheck(String where) {
        this.where = where;
    }

    /** Looks at one row. @throws DmuException if its class was in another part before */
    void add(ManifestFile.Row row) {
        String part = row.trains() ? "training" : row.split();
        String before = partOf.putIfAbsent(row.label(), part);
        if (before != null && !before.equals(part)) {
            throw new DmuException("label " + row.label() + " is in " + before + " and in " + part + " in " + where
                    + ": classes of val and test must be in no other part (open set)");
        }
        parts.add(row.part());
    }

    /** After the last row. @throws DmuException naming a part that has none */
    void finish() {
        for (String needed : NEEDED) {
            if (!parts.contains(needed)) {
                throw new DmuException("no row with " + needed + " in " + where
                        + ": training of both models, validation and test each need images");
            }
        }
    }
}
