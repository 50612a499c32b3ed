package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Predictions in the form in which Kaggle's Landmark Retrieval took them: {@code id,images}, a query
 * and up to {@value #MOST} gallery identifiers a line, the best first. Immutable; a prediction takes 8 bytes.
 *
 * <p>Source: the submission format of Kaggle's Google Landmark Retrieval. Deviations: more than {@value #MOST} predictions of a
 * query are refused. Predictions may repeat: what a repetition counts is the metric's matter.
 */
public final class KaggleSubmission {
    /** Predictions that a query may have. */
    public static final int MOST = 100;

    private final long[] queries;
    private final int[] ends;
    private final long[] images;

    private KaggleSubmission(long[] queries, int[] ends, long[] images) {
        this.queries = queries;
        this.ends = ends;
        this.images = images;
    }

    /**
     * The predictions of a search.
     *
     * @param rankings for each query of the task the rows of the gallery that were found, the best first, at most {@value #MOST}
     * @throws IllegalArgumentException if there are not as many rankings as queries, a ranking is too long, or a row is not in the
     *     gallery
     */
    public static KaggleSubmission of(Gldv2Retrieval task, int[][] rankings) {
        List<Gldv2Query> queries = task.groundTruth();
        if (rankings.length != queries.size()) {
            throw new IllegalArgumentException(
                    rankings.length + " rankings for " + queries.size() + " queries; one for each is needed");
        }
        long[] gallery = task.galleryIds();
        Columns.Longs images = new Columns("the predictions").longs();
        int[] ends = new int[rankings.length];
        for (int i = 0; i < rankings.length; i++) {
            if (rankings[i].length > MOST) {
                throw new IllegalArgumentException("ranking " + i + " has " + rankings[i].length + " images; at most "
                        + MOST + " are allowed: cut it");
            }
            for (int row : rankings[i]) {
                if (row < 0 || row >= gallery.length) {
                    throw new IllegalArgumentException(
                            "ranking " + i + " has the row " + row + "; the gallery has 0 to " + (gallery.length - 1));
                }
                images.add(gallery[row]);
            }
            ends[i] = images.size();
        }
        return new KaggleSubmission(
                queries.stream().mapToLong(q -> ImageIds.parse(q.id())).toArray(), ends, images.toArray());
    }

    /**
     * Reads a file.
     *
     * @throws DmuException naming the line, if an identifier is malformed, a query occurs twice or has over {@value #MOST} predictions
     */
    public static KaggleSubmission read(Path file) {
        Columns columns = new Columns("the predictions of " + file);
        Columns.Longs queries = columns.longs();
        Columns.Ints ends = columns.ints();
        Columns.Longs images = columns.longs();
        try (IdCsv csv = new IdCsv(file, "id", "images")) {
            while (csv.hasNextLine()) {
                csv.next();
                csv.requireComma("images");
                queries.add(csv.id());
                int before = images.size();
                csv.next();
                if (!csv.isEmpty()) {
                    images.add(csv.id());
                }
                while (csv.endedBy(' ')) {
                    csv.next();
                    images.add(csv.id());
                    if (images.size() - before > MOST) {
                        throw csv.error("has over " + MOST + " predictions; " + MOST + " are allowed");
                    }
                }
                csv.requireEndOfLine();
                ends.add(images.size());
            }
        }
        long[] ids = queries.toArray();
        ImageIds.requireUnique(ids, file, row -> row + 2);
        return new KaggleSubmission(ids, ends.toArray(), images.toArray());
    }

    /** Writes the file, whole or not at all. */
    public void write(Path file) {
        AtomicFiles.write(file, out -> {
            out.write("id,images\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < queries.length; i++) {
                line.setLength(0);
                line.append(ImageIds.text(queries[i]));
                char separator = ',';
                for (int at = start(i); at < ends[i]; at++) {
                    line.append(separator).append(ImageIds.text(images[at]));
                    separator = ' ';
                }
                line.append(separator == ',' ? ",\n" : "\n");
                out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    /** Number of queries. */
    public int size() {
        return queries.length;
    }

    /** A query's identifier. */
    public String query(int row) {
        return ImageIds.text(queries[row]);
    }

    /** A query's predictions, the best first; may be empty. */
    public List<String> predictions(int row) {
        return List.copyOf(ImageIds.texts(Arrays.copyOfRange(images, start(row), ends[row])));
    }

    /**
     * The predictions as rankings of a task, to be scored.
     *
     * @return for each query of the task the rows of its gallery, the best first; -1 for a prediction that is not in the gallery, which
     *     takes a rank and is never relevant; empty for a query without a line here. Lines of other queries are passed over
     */
    public int[][] rankings(Gldv2Retrieval task) {
        int[] rows = ImageIds.rows(images, task.galleryIds());
        int[] lines = ImageIds.rows(
                task.groundTruth().stream()
                        .mapToLong(q -> ImageIds.parse(q.id()))
                        .toArray(),
                queries);
        int[][] rankings = new int[lines.length][];
        for (int i = 0; i < lines.length; i++) {
            rankings[i] = lines[i] < 0 ? new int[0] : Arrays.copyOfRange(rows, start(lines[i]), ends[lines[i]]);
        }
        return rankings;
    }

    private int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    @Override
    public String toString() {
        return size() + " queries with " + images.length + " predictions";
    }
}
