package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.data.StreamedImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of {@code retrieval_solution_v2.1.csv} with one usage. Source: README of cvdfoundation/google-landmark; the third usage,
 * {@code Ignored} with {@code None} for images, is known from DELF's reader only. Deviations: none.
 *
 * @param queries identifiers
 * @param ends where the relevant images of each query end in {@code relevant}
 * @param relevant identifiers
 * @param ignored number of rows that are marked as ignored
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SolutionFile(long[] queries, int[] ends, long[] relevant, int ignored) {
    private static final List<String> USAGES = List.of("Public", "Private", "Ignored");

    static SolutionFile read(Path file, Gldv2.Usage usage) {
        Columns columns = new Columns("the queries of " + file);
        Columns.Longs queries = columns.longs();
        Columns.Ints lines = columns.ints();
        Columns.Ints ends = columns.ints();
        Columns.Longs relevant = columns.longs();
        int ignored = 0;
        try (IdCsv csv = new IdCsv(file, "id", "images", "Usage")) {
            while (csv.hasNextLine()) {
                csv.next();
                csv.requireComma("images");
                long query = csv.id();
                Columns.Longs images = images(csv, file);
                csv.requireComma("Usage");
                csv.next();
                csv.requireEndOfLine();
                if (USAGES.stream().noneMatch(csv::is)) {
                    throw csv.error("has an unknown Usage; allowed are " + String.join(", ", USAGES));
                }
                boolean isIgnored = csv.is("Ignored");
                if (!isIgnored && images.size() == 0) {
                    throw csv.error("is used and has no images; only an ignored query may have None");
                }
                ignored += isIgnored ? 1 : 0;
                if (csv.is(usage.inFile())) {
                    queries.add(query);
                    lines.add(csv.line());
                    for (long image : images.toArray()) {
                        relevant.add(image);
                    }
                    ends.add(relevant.size());
                }
            }
        }
        long[] ids = queries.toArray();
        int[] lineOf = lines.toArray();
        ImageIds.requireUnique(ids, file, row -> lineOf[row]);
        return new SolutionFile(ids, ends.toArray(), relevant.toArray(), ignored);
    }

    private static Columns.Longs images(IdCsv csv, Path file) {
        Columns.Longs images = new Columns("the images of a query in " + file).longs();
        csv.next();
        if (csv.is("None")) {
            return images;
        }
        images.add(csv.id());
        while (csv.endedBy(' ')) {
            csv.next();
            images.add(csv.id());
        }
        return images;
    }

    /** The task on a gallery. */
    Gldv2Retrieval task(String name, Gldv2.Usage usage, long[] gallery, Gldv2 images) {
        int[] rows = ImageIds.rows(relevant, gallery);
        List<Gldv2Query> truth = new ArrayList<>();
        for (int i = 0, from = 0; i < queries.length; from = ends[i++]) {
            truth.add(new Gldv2Query(
                    ImageIds.text(queries[i]),
                    IntStream.range(from, ends[i])
                            .map(at -> rows[at])
                            .filter(row -> row >= 0)
                            .distinct()
                            .boxed()
                            .toList()));
        }
        long missing = IntStream.of(rows).filter(row -> row < 0).count();
        String note = "; " + ignored + " ignored queries left out"
                + StreamedImages.difference(name, "queries", queries.length, usage.published())
                + (missing == 0 ? "" : "; " + missing + " relevant images are not in this gallery and were left out");
        return new Gldv2Retrieval(name, images.queries(name, queries), images.gallery(gallery), gallery, truth, note);
    }
}
