package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.data.ImageRoot;
import io.github.dmu4j.data.pickle.Pickle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dict of {@code gnd_*.pkl}: numbers may be Python's, or NumPy arrays.
 *
 * @param images names of the gallery
 * @param queries in the file's order
 */
record RevisitedGroundTruth(List<String> images, List<RevisitedQuery> queries) {
    RevisitedGroundTruth {
        images = List.copyOf(images);
        queries = List.copyOf(queries);
    }

    static RevisitedGroundTruth read(Path file) {
        Object value = file.toString().endsWith(".json") ? PlainJson.read(file) : Pickle.read(file);
        return new Parser(file).parse(value);
    }

    /** Takes the value apart; {@code what} leads to the part that is looked at. */
    private static final class Parser {
        private final Path file;

        Parser(Path file) {
            this.file = file;
        }

        RevisitedGroundTruth parse(@Nullable Object value) {
            List<String> images = names(field(value, "the dict", "imlist"), "imlist");
            requireUnique(images);
            List<String> queries = names(field(value, "the dict", "qimlist"), "qimlist");
            List<?> truths = list(field(value, "the dict", "gnd"), "gnd");
            if (truths.size() != queries.size()) {
                throw wrong(
                        "gnd has " + truths.size() + " entries and qimlist " + queries.size() + " names",
                        "one entry a query is needed");
            }
            List<RevisitedQuery> parsed = new ArrayList<>();
            for (int i = 0; i < truths.size(); i++) {
                String what = "gnd[" + i + "]";
                Object truth = truths.get(i);
                parsed.add(new RevisitedQuery(
                        queries.get(i),
                        box(field(truth, what, "bbx"), what + " bbx"),
                        rows(field(truth, what, "easy"), what + " easy", images.size()),
                        rows(field(truth, what, "hard"), what + " hard", images.size()),
                        rows(field(truth, what, "junk"), what + " junk", images.size())));
            }
            return new RevisitedGroundTruth(images, parsed);
        }

        private @Nullable Object field(@Nullable Object value, String what, String key) {
            if (!(value instanceof Map<?, ?> map)) {
                throw wrong(what + " is no dict", "a dict with the key " + key + " is needed");
            }
            if (!map.containsKey(key)) {
                throw wrong(what + " has no " + key, "its keys are " + brief(map.keySet()));
            }
            return map.get(key);
        }

        private List<?> list(@Nullable Object value, String what) {
            if (value instanceof List<?> list) {
                return list;
            }
            throw wrong(what + " is no list", "a list is needed");
        }

        private List<String> names(@Nullable Object value, String what) {
            List<?> list = value instanceof NpyArray array && array.isText() ? array.toStrings() : list(value, what);
            List<String> names = new ArrayList<>();
            for (Object item : list) {
                if (!(item instanceof String name)) {
                    throw wrong(what + "[" + names.size() + "] is no text", "names of images are needed");
                }
                String problem = ImageRoot.problem(name);
                if (!problem.isEmpty()) {
                    throw wrong(
                            what + "[" + names.size() + "], \"" + name + "\", " + problem,
                            "names of files in the folder jpg, without extension, are needed");
                }
                names.add(name);
            }
            return names;
        }

        private void requireUnique(List<String> images) {
            Set<String> seen = new HashSet<>();
            for (String image : images) {
                if (!seen.add(image)) {
                    throw wrong("imlist has " + image + " twice", "an image stands once");
                }
            }
        }

        private BoundingBox box(@Nullable Object value, String what) {
            double[] edges = numbers(value, what);
            try {
                if (edges.length == 4) {
                    return new BoundingBox(edges[0], edges[1], edges[2], edges[3]);
                }
            } catch (IllegalArgumentException e) {
                throw wrong(what + ": " + e.getMessage(), "the file is damaged");
            }
            throw wrong(what + " has " + edges.length + " numbers", "x1, y1, x2, y2 are needed");
        }

        private List<Integer> rows(@Nullable Object value, String what, int gallery) {
            Set<Integer> rows = new LinkedHashSet<>();
            for (double number : numbers(value, what)) {
                if (number != Math.rint(number) || number < 0 || number >= gallery) {
                    throw wrong(what + " has the row " + number, "allowed are 0 to " + (gallery - 1));
                }
                rows.add((int) number);
            }
            return List.copyOf(rows);
        }

        /** A list of numbers or a NumPy array of them. */
        private double[] numbers(@Nullable Object value, String what) {
            if (value instanceof NpyArray array && !array.isText()) {
                return array.toDoubles();
            }
            List<?> list = list(value, what);
            double[] numbers = new double[list.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (!(list.get(i) instanceof Number number)) {
                    throw wrong(what + "[" + i + "] is no number", "numbers are needed");
                }
                numbers[i] = number.doubleValue();
            }
            return numbers;
        }

        private static String brief(Set<?> keys) {
            String text = String.join(
                    ", ", keys.stream().limit(10).map(String::valueOf).toList());
            return text.substring(0, Math.min(200, text.length()));
        }

        private DmuException wrong(String found, String allowed) {
            return new DmuException("cannot use " + file + " as the ground truth of Revisited Oxford or Paris: " + found
                    + "; " + allowed + ". Get the file again");
        }
    }
}
