package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.TrialPart;
import io.github.dmu4j.data.face.Faces;
import io.github.dmu4j.data.face.Ijb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The face experiment's files: aligned faces in RecordIO form for training (MS1Mv3); {@code .bin} sets of pairs (LFW, CFP-FP, AgeDB-30)
 * for choices; IJB-C and IJB-B, where they are there, for figures. Below the root:
 *
 * <pre>
 * ms1m-retinaface-t1/ (or any one folder, or the root itself)
 *   train.rec  train.idx  property
 *   lfw.bin  cfp_fp.bin  agedb_30.bin ...      here or in the root
 * IJBC/ (or IJB-C/, ijbc/), IJBB/ (or IJB-B/, ijbb/)
 *   loose_crop/1.jpg ...
 *   meta/ijbc_face_tid_mid.txt  ijbc_name_5pts_score.txt  ijbc_template_pair_label.txt
 *   meta/ijbc_1N_gallery_G1.csv  ijbc_1N_gallery_G2.csv  ijbc_1N_probe_mixed.csv       without them, no 1:N
 * </pre>
 *
 * <p>That pairs are for choices and IJB for figures is our reading: InsightFace's training watches the pairs. A trial takes a share of the
 * people of the training set, and of every template the images with the highest detector scores ({@link Ijb#part}); pairs stay whole.
 */
public final class FaceData implements ExperimentData {
    private static final String EXPECTED = """
              ms1m-retinaface-t1/ (or any one folder, or the root itself) with
                train.rec, train.idx, property, and lfw.bin, cfp_fp.bin, agedb_30.bin (optional; here or in the root)
              IJBC/ (or IJB-C/, ijbc/), optional, with
                loose_crop/<n>.jpg, meta/ijbc_face_tid_mid.txt, meta/ijbc_name_5pts_score.txt,
                meta/ijbc_template_pair_label.txt, and for 1:N meta/ijbc_1N_gallery_G1.csv, ..._G2.csv, ijbc_1N_probe_mixed.csv""";

    private static final String TRAINING_PART = "trainingPart";

    private final Path root;
    private final List<FoundFile> inventory;
    private final Optional<Path> training;
    private final List<Path> pairs;
    private final Optional<Path> ijbC;
    private final Optional<Path> ijbB;
    private final double trainingShare;
    private final double share;

    private FaceData(
            Path root,
            List<FoundFile> inventory,
            Optional<Path> training,
            List<Path> pairs,
            Optional<Path> ijbC,
            Optional<Path> ijbB,
            double trainingShare,
            double share) {
        this.root = root;
        this.inventory = inventory;
        this.training = training;
        this.pairs = pairs;
        this.ijbC = ijbC;
        this.ijbB = ijbB;
        this.trainingShare = trainingShare;
        this.share = share;
    }

    /**
     * Looks at what is there.
     *
     * @throws DmuException if the folder is missing, or several folders in it hold training records
     */
    public static FaceData in(Path root) {
        Layout layout = new Layout(root);
        Optional<Path> training = training(layout, root);
        List<Path> pairs = new ArrayList<>();
        training.filter(folder -> !folder.equals(root.normalize())).ifPresent(folder -> pairs.addAll(bins(folder)));
        pairs.addAll(bins(root));
        pairs.forEach(bin -> layout.found("pairs", bin));
        if (pairs.isEmpty()) {
            layout.missing("pairs", "*.bin in the root or beside train.rec");
        }
        Optional<Path> ijbC = ijb(layout, "IJB-C", List.of("IJBC", "IJB-C", "ijbc", "."), "ijbc");
        Optional<Path> ijbB = ijb(layout, "IJB-B", List.of("IJBB", "IJB-B", "ijbb", "."), "ijbb");
        return new FaceData(root, layout.looked(), training, List.copyOf(pairs), ijbC, ijbB, 1, 1);
    }

    private static Optional<Path> training(Layout layout, Path root) {
        List<String> homes = layout.folders().stream()
                .filter(folder -> Files.isRegularFile(root.resolve(folder).resolve("train.rec")))
                .toList();
        if (homes.size() > 1) {
            throw new DmuException("several folders in " + root + " hold a train.rec: " + String.join(", ", homes)
                    + "; the experiment trains on one: give a root that holds that one");
        }
        if (homes.isEmpty()) {
            layout.missing("training", "train.rec in the root or in a folder of it");
            return Optional.empty();
        }
        return layout.folder("training", homes, List.of("train.rec"));
    }

    private static List<Path> bins(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .endsWith(".bin"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DmuException("cannot list " + folder + ": " + e.getMessage() + ". Check that you may read it", e);
        }
    }

    private static Optional<Path> ijb(Layout layout, String name, List<String> folders, String prefix) {
        return layout.folder(name, folders, List.of("meta/" + prefix + "_face_tid_mid.txt"));
    }

    /**
     * With a share of the people to train on and whole benchmarks. Of all of MS1Mv3, 5,179,510 images, vectors of dimension 512 by both
     * models, in two views, take 39.5 GB in files of the run's folder while it trains.
     *
     * @param people in (0, 1]
     */
    public FaceData trainingPart(double people) {
        TrialPart.requireShare(people);
        return new FaceData(root, inventory, training, pairs, ijbC, ijbB, people, share);
    }

    @Override
    public FaceData part(double part) {
        TrialPart.requireShare(part);
        return new FaceData(root, inventory, training, pairs, ijbC, ijbB, trainingShare, part);
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public String name() {
        return "face";
    }

    /** @throws DmuException if the records are missing or damaged; says what was found and what is expected */
    @Override
    public LabeledImages training() {
        Path folder =
                training.orElseThrow(() -> Layout.incomplete("training records train.rec", root, inventory, EXPECTED));
        return TrialPart.ofClasses(Faces.recordIo(folder), trainingShare * share);
    }

    @Override
    public List<Benchmark> validation() {
        return pairs.stream()
                .map(bin -> (Benchmark) PairBenchmark.of(Faces.verification(bin)))
                .toList();
    }

    @Override
    public List<Benchmark> test() {
        List<Benchmark> found = new ArrayList<>();
        ijbC.ifPresent(folder -> found.add(templates(Faces.ijbC(folder), folder, "ijbc")));
        ijbB.ifPresent(folder -> found.add(templates(Faces.ijbB(folder), folder, "ijbb")));
        return found;
    }

    private Benchmark templates(Ijb set, Path folder, String prefix) {
        boolean identifies = Files.isRegularFile(folder.resolve("meta").resolve(prefix + "_1N_probe_mixed.csv"));
        return TemplateBenchmark.of(share == 1 ? set : set.part(share), identifies);
    }

    @Override
    public int benchmarks() {
        return pairs.size() + (ijbC.isPresent() ? 1 : 0) + (ijbB.isPresent() ? 1 : 0);
    }

    @Override
    public List<FoundFile> inventory() {
        return inventory;
    }

    @Override
    public Map<String, String> choices() {
        return trainingShare == 1 ? Map.of() : Map.of(TRAINING_PART, Double.toString(trainingShare));
    }

    /** The same data with choices that {@link #choices} named. */
    public FaceData with(Map<String, String> choices) {
        String people = choices.get(TRAINING_PART);
        return people == null ? this : trainingPart(Double.parseDouble(people));
    }

    @Override
    public String toString() {
        return "face data in " + root + (share == 1 ? "" : ", a part of " + share) + "\n  " + Layout.text(inventory);
    }
}
