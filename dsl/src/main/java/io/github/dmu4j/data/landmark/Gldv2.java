package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.ImageRoot;
import io.github.dmu4j.data.StreamedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Google Landmarks v2 on disk: {@code <root>/<split>/0/1/2/0123456789abcdef.jpg} for the splits {@code train}, {@code index} and
 * {@code test}, and the CSV files of version 2.1. Each method reads its file anew; an image takes 12 bytes. Identifiers are the 16
 * hexadecimal digits. Input is 224 x 224 with ImageNet's normalisation; training images are cropped at random and mirrored.
 *
 * <p>Source: README of cvdfoundation/google-landmark. Landmark ids of train and index are different numberings, so index and test
 * images carry no label here; what is relevant to a query is in {@link #retrieval(Usage)}.
 */
public final class Gldv2 {
    private static final int CLEAN_IMAGES = 1_580_470;
    private static final int CLEAN_LANDMARKS = 81_313;
    private static final int INDEX_IMAGES = 761_757;
    private static final int TEST_IMAGES = 117_577;
    private static final String NAME = "GLDv2";

    /** The two halves of the test queries. Papers report {@link #PRIVATE} and choose settings on {@link #PUBLIC}. */
    public enum Usage {
        /** 379 queries are recalled; the file's own count is what holds. */
        PUBLIC("Public", 379),
        /** 750 queries are recalled; the file's own count is what holds. */
        PRIVATE("Private", 750);

        private final String inFile;
        private final int published;

        Usage(String inFile, int published) {
            this.inFile = inFile;
            this.published = published;
        }

        String inFile() {
            return inFile;
        }

        int published() {
            return published;
        }
    }

    private final Path root;

    Gldv2(Path root) {
        this.root = root;
    }

    /**
     * The clean training set, {@code train_clean.csv} ({@code landmark_id,images}): images in the file's order. Labels are contiguous:
     * landmark ids ascending become 0, 1, ..., which the file does not say and others do differently (see {@link #training(Path)});
     * class names are the landmark ids.
     *
     * @throws DmuException if the file is missing or malformed, or has a landmark or an image twice
     */
    public StreamedImages training() {
        CleanTrainingFile file = CleanTrainingFile.read(list("train", "train_clean.csv"));
        return images(
                        NAME + " train clean",
                        "train",
                        file.ids(),
                        file.labels(),
                        file.landmarkNames(),
                        Landmarks.training(),
                        StreamedImages.difference(NAME, "images", file.ids().length, CLEAN_IMAGES)
                                + StreamedImages.difference(
                                        NAME, "landmarks", file.landmarkNames().size(), CLEAN_LANDMARKS))
                .openedFrom(LandmarksReader.training(root));
    }

    /**
     * Training images and labels from a list with the lines {@code train/6/2/d/62d0caa23ab29732.jpg 77574}: other people's numbering,
     * or their part of the set ({@code label_81313.txt} and the split files of OpenCompatible). Images in the list's order, classes 0
     * to the largest label.
     *
     * @throws DmuException if the list is missing or malformed, has an image twice, or names one that does not lie where the data set
     *     has it
     */
    public StreamedImages training(Path labelList) {
        Gldv2List file = Gldv2List.read(labelList, "train");
        return images(
                        NAME + " " + labelList.getFileName(),
                        "train",
                        file.ids(),
                        file.numbers(),
                        file.classNames(),
                        Landmarks.training(),
                        "")
                .openedFrom(LandmarksReader.training(root, labelList));
    }

    /** The gallery, {@code index.csv}, in the file's order; unlabelled. */
    public StreamedImages index() {
        return gallery(idsOf(list("index", "index.csv")));
    }

    /** All test images, {@code test.csv}, most of which are no queries; unlabelled. */
    public StreamedImages test() {
        long[] ids = idsOf(list("test", "test.csv"));
        return unlabelled(
                NAME + " test", "test", ids, StreamedImages.difference(NAME, "images", ids.length, TEST_IMAGES));
    }

    /**
     * The retrieval task: the queries of one half in {@code retrieval_solution_v2.1.csv} ({@code id,images,Usage}), the images of
     * {@code index.csv} as gallery, and which are relevant. Ignored queries are left out. A relevant image that the gallery lacks
     * (in a trial with a part of it) is left out and counted in the summary.
     *
     * @throws DmuException if a file is missing or malformed
     */
    public Gldv2Retrieval retrieval(Usage usage) {
        long[] gallery = idsOf(list("index", "index.csv"));
        return SolutionFile.read(list("test", "retrieval_solution_v2.1.csv"), usage)
                .task(NAME + " " + usage.inFile(), usage, gallery, this);
    }

    /**
     * The retrieval task from OpenCompatible's lists: {@code index/f/d/f/fdf40612109ad174.jpg 0} (row of the gallery), {@code
     * test/6/7/e/67e40359b5e315cc.jpg 0} (number of the query) and {@code test/e/8/e/e8e62a3e45c0bfbb.jpg 7 355411,257490} (path and
     * number of the query, rows of relevant gallery images).
     *
     * @param galleryList for example {@code gldv2_gallery_list.txt}
     * @param queryList for example {@code gldv2_private_query_list.txt}
     * @param groundTruth for example {@code gldv2_private_query_gt.txt}; a query that is not in it has no relevant image
     * @throws DmuException if a list is missing or malformed, or they contradict each other
     */
    public Gldv2Retrieval retrieval(Path galleryList, Path queryList, Path groundTruth) {
        long[] gallery = Gldv2List.read(galleryList, "index").inOrder();
        long[] queries = Gldv2List.read(queryList, "test").inOrder();
        return new Gldv2Retrieval(
                NAME + " " + queryList.getFileName(),
                queries(NAME + " " + queryList.getFileName(), queries),
                gallery(gallery),
                gallery,
                Gldv2GroundTruthList.read(groundTruth, queries, gallery.length),
                "");
    }

    StreamedImages queries(String name, long[] ids) {
        return unlabelled(name, "test", ids, "");
    }

    StreamedImages gallery(long[] ids) {
        return unlabelled(
                NAME + " index", "index", ids, StreamedImages.difference(NAME, "images", ids.length, INDEX_IMAGES));
    }

    private StreamedImages unlabelled(String name, String split, long[] ids, String note) {
        return images(name, split, ids, new int[ids.length], List.of(Landmarks.UNLABELLED), Augmentation.none(), note);
    }

    private StreamedImages images(
            String name,
            String split,
            long[] ids,
            int[] labels,
            List<String> classNames,
            Augmentation augmentation,
            String note) {
        ImageRoot files = Landmarks.images(root);
        return new StreamedImages(
                name,
                ImageIds.texts(ids),
                labels,
                classNames,
                i -> files.encoded(ImageIds.path(split, ids[i])),
                Landmarks.INPUT,
                augmentation,
                note);
    }

    /** One identifier a line. */
    private static long[] idsOf(Path file) {
        Columns.Longs ids = new Columns("the images of " + file).longs();
        try (IdCsv csv = new IdCsv(file, "id")) {
            while (csv.hasNextLine()) {
                csv.next();
                csv.requireEndOfLine();
                ids.add(csv.id());
            }
        }
        long[] found = ids.toArray();
        ImageIds.requireUnique(found, file, row -> row + 2);
        return found;
    }

    /** Where a list lies; the first place if nowhere. */
    private Path list(String split, String name) {
        List<Path> places = Stream.of(".", "metadata", split)
                .map(folder -> root.resolve(folder).resolve(name).normalize())
                .toList();
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new DmuException("no " + name + " of GLDv2 in " + root + "; looked for "
                        + String.join(", ", places.stream().map(Path::toString).toList())
                        + ": download it into one of these places, or give the right folder"));
    }

    @Override
    public String toString() {
        return NAME + " in " + root + System.lineSeparator()
                + "next: .training(), .index(), or .retrieval(Gldv2.Usage.PRIVATE)";
    }
}
