package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Handwritten characters of 50 alphabets, 20 drawers each, from the authors' own archives.
 *
 * <p>Source: Lake, Salakhutdinov, Tenenbaum, "Human-level concept learning through probabilistic program induction", Science
 * 2015; {@code python/images_background.zip} (30 alphabets) and {@code python/images_evaluation.zip} (20) of
 * github.com/brendenlake/omniglot, MIT licence.
 *
 * <p>Our rule: whole alphabets are for training, validation (three of the background part) or test (six of the background part
 * and all of the evaluation part); images of ten fixed drawers are queries, those of the other ten gallery. Classes are
 * numbered training first, then validation, then test, each sorted by name. With the background archive alone this is the split
 * of docs/benchmarks.md.
 */
final class Omniglot {
    private static final Set<String> VALIDATION = Set.of("Armenian", "Hebrew", "Korean");
    private static final Set<String> TEST =
            Set.of("Balinese", "Grantha", "Japanese_(hiragana)", "Latin", "Sanskrit", "Tifinagh");
    private static final Set<Integer> QUERY_DRAWERS = Set.of(1, 2, 4, 7, 9, 12, 14, 15, 17, 18);
    private static final Pattern ENTRY =
            Pattern.compile("(?:.*/)?images_(background|evaluation)[^/]*/([^/]+)/(character\\d+)/(\\d+_(\\d+)\\.png)");

    private Omniglot() {}

    private record Drawing(
            ImageFiles files, String path, String id, String character, ClassPools.Pool pool, int drawer) {}

    static ImageDataset dataset(Path... zips) {
        if (zips.length == 0) {
            throw new DmuException(
                    "omniglot() without an archive; give images_background.zip, and images_evaluation.zip for more"
                            + " test classes, from github.com/brendenlake/omniglot (folder python)");
        }
        Map<String, Drawing> drawings = new TreeMap<>();
        for (Path zip : zips) {
            int before = drawings.size();
            ImageFiles files = ImageFiles.zip(zip);
            for (String path : files.list()) {
                Matcher entry = ENTRY.matcher(path);
                if (entry.matches() && ImageFiles.isImage(path)) {
                    String character = entry.group(2) + "/" + entry.group(3);
                    String id = "images/" + character + "/" + entry.group(4);
                    ClassPools.Pool pool = pool(entry.group(1), entry.group(2));
                    drawings.putIfAbsent(
                            id, new Drawing(files, path, id, character, pool, Integer.parseInt(entry.group(5))));
                }
            }
            if (drawings.size() == before) {
                throw new DmuException(
                        "no new images_background/<alphabet>/<character>/<file>.png or images_evaluation/... in "
                                + zip
                                + ": give images_background.zip as it is in github.com/brendenlake/omniglot; a zip with"
                                + " splits/*.csv is read by manifest()");
            }
        }
        List<String> paths = Arrays.stream(zips)
                .map(zip -> zip.toAbsolutePath().normalize().toString())
                .toList();
        return dataset(new ArrayList<>(drawings.values()), new DataOrigin.OfOmniglot(paths));
    }

    private static ClassPools.Pool pool(String part, String alphabet) {
        if (part.equals("evaluation") || TEST.contains(alphabet)) {
            return ClassPools.Pool.TEST;
        }
        return VALIDATION.contains(alphabet) ? ClassPools.Pool.VALIDATION : ClassPools.Pool.TRAINING;
    }

    private static ImageDataset dataset(List<Drawing> drawings, DataOrigin origin) {
        drawings.sort(Comparator.comparing(Drawing::pool)
                .thenComparing(Drawing::character)
                .thenComparing(Drawing::id));
        Map<String, Integer> number = new HashMap<>();
        List<String> classNames = new ArrayList<>();
        List<ClassPools.Pool> pools = new ArrayList<>();
        int[] labels = new int[drawings.size()];
        boolean[] query = new boolean[drawings.size()];
        for (int i = 0; i < labels.length; i++) {
            Drawing drawing = drawings.get(i);
            Integer label = number.get(drawing.character);
            if (label == null) {
                label = classNames.size();
                number.put(drawing.character, label);
                classNames.add(drawing.character);
                pools.add(drawing.pool);
            }
            labels[i] = label;
            query[i] = QUERY_DRAWERS.contains(drawing.drawer);
        }
        for (ClassPools.Pool pool : ClassPools.Pool.values()) {
            if (!pools.contains(pool)) {
                throw new DmuException("the archives have no alphabet for " + pool.label()
                        + ": images_background.zip is needed; images_evaluation.zip only adds test classes");
            }
        }
        LabeledImages images = CachedImages.of(new StreamedImages(
                "omniglot",
                drawings.stream().map(Drawing::id).toList(),
                labels,
                classNames,
                i -> drawings.get(i).files.encoded(drawings.get(i).path),
                Preprocessing.grey(28),
                Augmentation.characters(),
                ""));
        return new PooledDataset(images, pools.toArray(ClassPools.Pool[]::new), query, Optional.of(origin));
    }
}
