package io.github.dmu4j.data.face;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.ImageRoot;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.StreamedImages;
import io.github.dmu4j.data.TrialPart;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.RandomAccess;

/**
 * The images and the ground truth of IJB-B or IJB-C, in the layout that InsightFace's evaluation uses: {@code loose_crop/<n>.jpg}
 * and text files in {@code meta/}. Images and templates are read when the set is opened; pairs (15.7 million in IJB-C) and the
 * lists of the 1:N protocol each time they are asked for, and not kept. Pictures are needed only when one is decoded: with the
 * meta files alone, templates and pairs go with vectors that were embedded elsewhere.
 *
 * <p>Source: InsightFace's {@code recognition/_evaluation_/ijb/ijb_evals.py} and its 1:N sibling. Deviations: its scripts trust
 * that both lists of images have the same order, here a line that differs is refused; of a template that a 1:N list gives two
 * people they take the first, here it is refused; pairs and lists must name templates that have images.
 */
public final class Ijb {
    private static final int MAX_LINE = 4096;
    private static final long MAX_BYTES = 1 << 26;
    private static final long MAX_PIXELS = 1 << 26;

    /** Which of the two, and what is published about it. */
    enum Edition {
        B("IJB-B", "ijbb", "S1", "S2", 227_630, 12_115, 8_010_270),
        C("IJB-C", "ijbc", "G1", "G2", 469_375, 23_124, 15_658_489);

        private final String title;
        private final String prefix;
        private final String firstGallery;
        private final String secondGallery;
        private final long images;
        private final long templates;
        private final long pairs;

        Edition(
                String title,
                String prefix,
                String firstGallery,
                String secondGallery,
                long images,
                long templates,
                long pairs) {
            this.title = title;
            this.prefix = prefix;
            this.firstGallery = firstGallery;
            this.secondGallery = secondGallery;
            this.images = images;
            this.templates = templates;
            this.pairs = pairs;
        }
    }

    private final Edition edition;
    private final Path root;
    private final List<String> names;
    private final float[] points;
    private final FaceTemplates templates;
    private final ImageRoot crops;

    private Ijb(Edition edition, Path root, List<String> names, float[] points, FaceTemplates templates) {
        this.edition = edition;
        this.root = root;
        this.names = names;
        this.points = points;
        this.templates = templates;
        this.crops = ImageRoot.of(root.resolve("loose_crop"), MAX_BYTES, MAX_PIXELS);
    }

    /** Reads {@code *_face_tid_mid.txt} and {@code *_name_5pts_score.txt} side by side. */
    static Ijb open(Path root, Edition edition) {
        Path tidMid = meta(root, edition, "face_tid_mid.txt");
        Path namePoints = meta(root, edition, "name_5pts_score.txt");
        Columns columns = new Columns("the images of " + namePoints);
        Columns.Texts names = columns.texts();
        Columns.Floats points = columns.floats();
        Columns.Floats scores = columns.floats();
        Columns.Ints templates = columns.ints();
        Columns.Ints media = columns.ints();
        try (TextLines ids = TextLines.open(tidMid, MAX_LINE);
                TextLines faces = TextLines.open(namePoints, MAX_LINE)) {
            while (nextOfBoth(ids, tidMid, faces, namePoints)) {
                ids.requireFields(3, "image, template and medium");
                faces.requireFields(2 + FaceAlignment.NUMBERS, "image, x and y of five points, and the score");
                String name = faces.field(0);
                if (!ids.fieldIs(0, name)) {
                    throw ids.error("names image \"" + ids.field(0) + "\", but the same line of "
                            + namePoints.getFileName() + " names \"" + name + "\": both list the images in one order");
                }
                String problem = ImageRoot.problem(name);
                if (!problem.isEmpty()) {
                    throw faces.error("names image \"" + name + "\", which " + problem);
                }
                faces.addField(0, names);
                templates.add(ids.wholeNumber(1));
                media.add(ids.wholeNumber(2));
                for (int i = 1; i <= FaceAlignment.NUMBERS; i++) {
                    points.add(faces.number(i));
                }
                scores.add(faces.number(1 + FaceAlignment.NUMBERS));
            }
        }
        if (names.size() == 0) {
            throw new DmuException(tidMid + " lists no images; needed are lines of image, template and medium");
        }
        return new Ijb(
                edition,
                root,
                names.toList(),
                points.toArray(),
                new FaceTemplates(templates.toArray(), media.toArray(), scores.toArray()));
    }

    private static boolean nextOfBoth(TextLines ids, Path idFile, TextLines faces, Path faceFile) {
        boolean first = nextFilled(ids);
        boolean second = nextFilled(faces);
        if (first != second) {
            throw (first ? ids : faces)
                    .error("has an image, but " + (first ? faceFile : idFile)
                            + ", which lists the same images, ends before: one of the two is truncated");
        }
        return first;
    }

    private static boolean nextFilled(TextLines lines) {
        while (lines.next()) {
            if (!lines.isBlank()) {
                return true;
            }
        }
        return false;
    }

    private static Path meta(Path root, Edition edition, String file) {
        return root.resolve("meta").resolve(edition.prefix + "_" + file);
    }

    /**
     * The faces, aligned to 112 x 112 by their points. The class of an image is the row of its template, the name of a class is
     * the template's number. Identifiers are file names.
     */
    public StreamedImages images() {
        return new StreamedImages(
                edition.title,
                names,
                templates.rowsOfImages(),
                new TemplateNames(templates),
                i -> FaceAlignment.align(crop(i), points(i)),
                Faces.preprocessing(),
                Faces.augmentation(),
                "");
    }

    /**
     * The same templates, pairs and lists with fewer images, for a trial: of each template a share, rounded up, of its images, those
     * with the highest detector scores.
     *
     * @param share in (0, 1]
     */
    public Ijb part(double share) {
        TrialPart.requireShare(share);
        int[] left = new int[templates.size()];
        Integer[] order = new Integer[templates.images()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            left[templates.templateOf(i)]++;
        }
        Arrays.setAll(left, t -> (int) Math.ceil(share * left[t]));
        Arrays.sort(
                order, Comparator.comparingDouble(i -> -templates.scoreOf(i))); // stable: equal scores in their order
        int[] kept = Arrays.stream(order)
                .filter(i -> left[templates.templateOf(i)]-- > 0)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        float[] keptPoints = new float[kept.length * FaceAlignment.NUMBERS];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(
                    points,
                    kept[i] * FaceAlignment.NUMBERS,
                    keptPoints,
                    i * FaceAlignment.NUMBERS,
                    FaceAlignment.NUMBERS);
        }
        return new Ijb(
                edition, root, Arrays.stream(kept).mapToObj(names::get).toList(), keptPoints, templates.part(kept));
    }

    /** One picture as it is stored, not aligned. */
    public PixelImage crop(int image) {
        return crops.image(names.get(image));
    }

    /** The five points of a picture: x and y of left eye, right eye, nose, left and right corner of the mouth. */
    public double[] points(int image) {
        double[] five = new double[FaceAlignment.NUMBERS];
        for (int i = 0; i < five.length; i++) {
            five[i] = points[image * FaceAlignment.NUMBERS + i];
        }
        return five;
    }

    /** Which images make up which template. */
    public FaceTemplates templates() {
        return templates;
    }

    /**
     * The pairs of the 1:1 protocol, as rows of {@link #templates()}, in the order of the file, which is read now: 15.7 million
     * take 127 MB.
     *
     * @throws DmuException if it is missing, a line is not {@code template template 0|1}, or a template has no images
     */
    public FacePairs pairs() {
        Path file = meta(root, edition, "template_pair_label.txt");
        Columns columns = new Columns("the pairs of " + file);
        Columns.Ints first = columns.ints();
        Columns.Ints second = columns.ints();
        BitSet genuine = new BitSet();
        try (TextLines lines = TextLines.open(file, MAX_LINE)) {
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                lines.requireFields(3, "two templates and 1 (one person) or 0");
                int truth = lines.wholeNumber(2);
                if (truth > 1) {
                    throw lines.error("has label " + truth + "; allowed are 1 (one person) and 0 (two)");
                }
                genuine.set(first.size(), truth == 1);
                first.add(row(lines, 0));
                second.add(row(lines, 1));
            }
        }
        if (first.size() == 0) {
            throw new DmuException(file + " lists no pairs; needed are lines of two templates and a label");
        }
        return new FacePairs(first.toArray(), second.toArray(), genuine);
    }

    /**
     * The first gallery of the 1:N protocol (IJB-B: S1, IJB-C: G1); its file is read now.
     *
     * @throws DmuException if it is missing, damaged, or names a template that has no images
     */
    public SubjectTemplates firstGallery() {
        return gallery(edition.firstGallery);
    }

    /** The second gallery (IJB-B: S2, IJB-C: G2), of other people; as {@link #firstGallery()}. */
    public SubjectTemplates secondGallery() {
        return gallery(edition.secondGallery);
    }

    /** The probes that search both galleries; each person is in one of them. As {@link #firstGallery()}. */
    public SubjectTemplates probes() {
        return subjects("probe_mixed", meta(root, edition, "1N_probe_mixed.csv"));
    }

    private SubjectTemplates gallery(String name) {
        return subjects(name, meta(root, edition, "1N_gallery_" + name + ".csv"));
    }

    private SubjectTemplates subjects(String name, Path file) {
        int[] subjectOf = new int[templates.size()];
        Arrays.fill(subjectOf, -1);
        int found = 0;
        try (TextLines lines = TextLines.open(file, MAX_LINE)) {
            if (!lines.next() || lines.isBlank()) {
                throw new DmuException(file + " is empty; needed are a header and lines of template,subject,...");
            }
            if (lines.splitAt(',', 2) >= 1 && lines.field(0).matches("\\d+")) {
                throw lines.error("is no header, which must come first (it is passed over): template,subject,...");
            }
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                if (lines.splitAt(',', 2) < 2) {
                    throw lines.error("has one field; needed are the template and the subject, separated by a comma");
                }
                int row = row(lines, 0);
                int subject = lines.wholeNumber(1);
                if (subjectOf[row] >= 0 && subjectOf[row] != subject) {
                    throw lines.error("says that template " + templates.id(row) + " is subject " + subject
                            + ", an earlier line " + subjectOf[row] + "; a template is of one person");
                }
                found += subjectOf[row] < 0 ? 1 : 0;
                subjectOf[row] = subject;
            }
        }
        if (found == 0) {
            throw new DmuException(file + " lists no templates; needed are lines of template,subject,...");
        }
        int[] rows = new int[found];
        int[] subjects = new int[found];
        int next = 0;
        for (int row = 0; row < subjectOf.length; row++) {
            if (subjectOf[row] >= 0) {
                rows[next] = row;
                subjects[next++] = subjectOf[row];
            }
        }
        return new SubjectTemplates(name, rows, subjects);
    }

    private int row(TextLines lines, int field) {
        int id = lines.wholeNumber(field);
        int row = templates.row(id);
        if (row < 0) {
            throw lines.error("names template " + id + ", of which " + edition.prefix
                    + "_face_tid_mid.txt has no image; the files do not belong together");
        }
        return row;
    }

    /** What was found, beside what is published where it differs; a trial subset differs. */
    public String summary() {
        return String.format(
                        Locale.ROOT, "%s: %,d images, %,d templates", edition.title, names.size(), templates.size())
                + StreamedImages.difference(edition.title, "images", names.size(), edition.images)
                + StreamedImages.difference(edition.title, "templates", templates.size(), edition.templates);
    }

    /** As {@link #summary()}, with pairs that were read. */
    public String summary(FacePairs pairs) {
        return summary() + "; " + pairs
                + StreamedImages.difference(edition.title, "pairs", pairs.size(), edition.pairs);
    }

    @Override
    public String toString() {
        return summary() + System.lineSeparator()
                + "next: .images(), .templates(), .pairs(), or .firstGallery() and .probes()";
    }

    private static final class TemplateNames extends AbstractList<String> implements RandomAccess {
        private final FaceTemplates templates;

        TemplateNames(FaceTemplates templates) {
            this.templates = templates;
        }

        @Override
        public String get(int index) {
            return Integer.toString(templates.id(index));
        }

        @Override
        public int size() {
            return templates.size();
        }
    }
}
