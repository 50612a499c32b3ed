package io.github.dmu4j.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a split is recognised by: how many images and classes each part has, and a hash of which. Two splits of one collection are the
 * same if the hashes are, in whatever order images were listed.
 *
 * @param data the data set and scenario in words
 * @param scenario the scenario's name
 * @param seed the seed of the split
 * @param parts those that have images, in the order old_train, new_train, val, test
 * @param sha256 hexadecimal, of the lines {@code path,label,split,role} of the manifest after its header, sorted by their UTF-8 bytes,
 *     each ended by a line feed; path is the image's identifier and label the number of its class. On a saved manifest {@code tail -n
 *     +2 split.csv | sha256sum} gives it
 */
public record SplitManifest(String data, String scenario, long seed, List<Part> parts, String sha256) {

    /**
     * One part of a split.
     *
     * @param split {@code old_train}, {@code new_train}, {@code val} or {@code test}
     * @param role {@code train}, {@code query} or {@code gallery}
     * @param images how many
     * @param classes of how many classes
     */
    public record Part(String split, String role, int images, int classes) {}

    public SplitManifest {
        parts = List.copyOf(parts);
    }

    /** All rows of the manifest: an image that is in several parts counts in each. */
    public int rows() {
        return parts.stream().mapToInt(Part::images).sum();
    }

    @Override
    public String toString() {
        return data + ", seed " + seed + ", sha-256 " + sha256.substring(0, 12) + "..."
                + parts.stream()
                        .map(part -> String.format(
                                Locale.ROOT,
                                "%n  %-9s %-7s  %,d images of %,d classes",
                                part.split,
                                part.role,
                                part.images,
                                part.classes))
                        .collect(Collectors.joining())
                + System.lineSeparator() + "  next: data.saveManifest(Path.of(\"splits/mine.csv\"))";
    }
}
