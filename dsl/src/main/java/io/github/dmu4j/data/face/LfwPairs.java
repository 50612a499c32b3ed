package io.github.dmu4j.data.face;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.HeapRoom;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.ImageRoot;
import io.github.dmu4j.data.StreamedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pairs of Labeled Faces in the Wild: {@code pairs.txt} and the images {@code <root>/<name>/<name>_0001.jpg} that it names.
 * Each image stands once, in the order in which the file first names it; its class is the person, numbered in the same order. Of
 * a fold the genuine pairs come first, then as many impostors. Also reads {@code pairsDevTrain.txt} and {@code pairsDevTest.txt},
 * whose first line has no number of folds: one.
 *
 * <p>Source: the data set's README, section "pairs.txt" (Huang, Ramesh, Berg, Learned-Miller, "Labeled Faces in the Wild", 2007).
 * Deviations: none. Images are given as they are (250 x 250 in the original, not aligned); networks want them aligned.
 */
public final class LfwPairs {
    private static final int MAX_LINE = 1024;
    /** {@code a 1 2}: five characters and the end of the line. */
    private static final int SHORTEST_LINE = 6;

    /** Texts, maps and lists, for each byte of the file. */
    private static final int TIMES_IN_MEMORY = 16;

    private static final long MAX_BYTES = 1 << 24;
    private static final long MAX_PIXELS = 1 << 24;
    private static final int PUBLISHED_PAIRS = 6000;

    private final StreamedImages images;
    private final FacePairs pairs;
    private final int folds;

    private LfwPairs(StreamedImages images, FacePairs pairs, int folds) {
        this.images = images;
        this.pairs = pairs;
        this.folds = folds;
    }

    /** Reads the pairs; see {@link Faces#lfwPairs}. */
    static LfwPairs open(Path file, Path root) {
        Reading reading = new Reading();
        int folds;
        try (TextLines lines = TextLines.open(file, MAX_LINE)) {
            if (!lines.next() || lines.isBlank()) {
                throw new DmuException(
                        file + " is empty; its first line must be the number of folds and of pairs, 10 300");
            }
            int fields = lines.split(2);
            if (fields < 1 || fields > 2) {
                throw lines.error("must hold the number of folds and of pairs of each kind in a fold, 10 300");
            }
            folds = fields == 2 ? lines.wholeNumber(0) : 1;
            int perKind = lines.wholeNumber(fields - 1);
            HeapRoom.require(size(file) * TIMES_IN_MEMORY, "the names in " + file, "use a shorter list");
            long room = size(file) / SHORTEST_LINE + 1;
            if (folds < 1 || perKind < 1 || folds > room || perKind > room / folds) {
                throw lines.error(
                        "asks for " + folds + " folds of 2 x " + perKind + " pairs; the file has room for at most "
                                + room + " lines, and each number must be at least 1");
            }
            for (int fold = 0; fold < folds; fold++) {
                for (int i = 0; i < 2 * perKind; i++) {
                    reading.pair(next(lines, folds, perKind, reading), i < perKind);
                }
            }
            while (lines.next()) {
                if (!lines.isBlank()) {
                    throw lines.error("is one more than the " + reading.first.size() + " pairs that line 1 says");
                }
            }
        }
        return reading.finish(file, root, folds);
    }

    private static TextLines next(TextLines lines, int folds, int perKind, Reading reading) {
        while (lines.next()) {
            if (!lines.isBlank()) {
                return lines;
            }
        }
        throw lines.error("is the last, after " + reading.first.size() + " pairs, but line 1 says " + folds
                + " folds of 2 x " + perKind + ": the file is truncated");
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new DmuException("cannot read " + file + ": " + e.getMessage() + ". Check the path", e);
        }
    }

    /** The images that the pairs name, each once. */
    public StreamedImages images() {
        return images;
    }

    /** The pairs, as rows of {@link #images()}, fold after fold. */
    public FacePairs pairs() {
        return pairs;
    }

    /** Number of folds, 10 in pairs.txt. */
    public int folds() {
        return folds;
    }

    /** The fold of a pair, from 0 on. */
    public int fold(int pair) {
        return pair / (pairs.size() / folds);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %,d images, %d folds, %s", images.name(), images.size(), folds, pairs)
                + StreamedImages.difference("LFW", "pairs", pairs.size(), PUBLISHED_PAIRS);
    }

    /** What is collected while the file is read: 13,233 images at most in the original. */
    private static final class Reading {
        private final Columns columns = new Columns("the pairs");
        private final Columns.Ints first = columns.ints();
        private final Columns.Ints second = columns.ints();
        private final BitSet genuine = new BitSet();
        private final List<String> paths = new ArrayList<>();
        private final Columns.Ints people = columns.ints();
        private final Map<String, Integer> rowOf = new HashMap<>();
        private final Map<String, Integer> personOf = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        void pair(TextLines line, boolean same) {
            if (same) {
                line.requireFields(3, "a name and two numbers, as the first half of a fold has pairs of one person");
            } else {
                line.requireFields(
                        4, "name, number, name, number, as the second half of a fold has pairs of two people");
            }
            genuine.set(first.size(), same);
            first.add(row(line, 0, 1));
            second.add(row(line, same ? 0 : 2, same ? 2 : 3));
        }

        private int row(TextLines line, int nameField, int numberField) {
            String name = line.field(nameField);
            String problem = name.indexOf('/') >= 0 ? "holds a /" : ImageRoot.problem(name);
            if (!problem.isEmpty()) {
                throw line.error("names \"" + name + "\", which " + problem + "; a name is that of a folder");
            }
            String path = String.format(Locale.ROOT, "%s/%s_%04d.jpg", name, name, line.wholeNumber(numberField));
            Integer known = rowOf.putIfAbsent(path, paths.size());
            if (known != null) {
                return known;
            }
            Integer person = personOf.putIfAbsent(name, names.size());
            if (person == null) {
                names.add(name);
            }
            paths.add(path);
            people.add(person == null ? names.size() - 1 : person);
            return paths.size() - 1;
        }

        LfwPairs finish(Path file, Path root, int folds) {
            ImageRoot files = ImageRoot.of(root, MAX_BYTES, MAX_PIXELS);
            List<String> ids = List.copyOf(paths);
            StreamedImages images = new StreamedImages(
                    String.valueOf(file.getFileName()),
                    ids,
                    people.toArray(),
                    List.copyOf(names),
                    i -> files.image(ids.get(i)),
                    Faces.preprocessing(),
                    Faces.augmentation(),
                    "");
            return new LfwPairs(images, new FacePairs(first.toArray(), second.toArray(), genuine), folds);
        }
    }
}
