package io.github.dmu4j.run.experiment;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.TrialPart;
import io.github.dmu4j.data.landmark.Gldv2;
import io.github.dmu4j.data.landmark.Gldv2Retrieval;
import io.github.dmu4j.data.landmark.Landmarks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The landmark experiment's files: Google Landmarks v2, clean, for training; its public queries for choices, its private ones and, where
 * they are there, Revisited Oxford and Paris for figures. Below the root:
 *
 * <pre>
 * gldv2/ (or GLDv2/, google-landmark/, or the root itself)
 *   train/0/1/2/0123456789abcdef.jpg ...   train_clean.csv               here, in metadata/ or in train/
 *   index/0/1/2/... .jpg                   index.csv                     here, in metadata/ or in index/
 *   test/0/1/2/... .jpg                    retrieval_solution_v2.1.csv   here, in metadata/ or in test/
 * revisitop/ (or the root itself), as one of the layouts of {@link io.github.dmu4j.data.landmark.RevisitedSet}, for example
 *   datasets/roxford5k/gnd_roxford5k.pkl   datasets/roxford5k/jpg/
 *   datasets/rparis6k/gnd_rparis6k.pkl     datasets/rparis6k/jpg/
 * </pre>
 *
 * <p>A trial takes a share of the training landmarks, of the queries and of the gallery ({@link Gldv2Retrieval#part}); Revisited Oxford
 * and Paris, which are small, stay whole.
 */
public final class LandmarkData implements ExperimentData {
    private static final String EXPECTED = """
              gldv2/ (or GLDv2/, google-landmark/, or the root itself) with
                train/0/1/2/<id>.jpg and train_clean.csv (here, in metadata/ or in train/)
                index/0/1/2/<id>.jpg and index.csv (here, in metadata/ or in index/)
                test/0/1/2/<id>.jpg and retrieval_solution_v2.1.csv (here, in metadata/ or in test/)
              revisitop/ (or the root itself), optional, with
                datasets/roxford5k/gnd_roxford5k.pkl and jpg/, datasets/rparis6k/gnd_rparis6k.pkl and jpg/""";

    private static final String QUERIES = "queries";
    private static final String CROPPED = "cropped";
    private static final String TRAINING_LIST = "trainingList";

    private final Path root;
    private final List<FoundFile> inventory;
    private final Optional<Path> gldv2;
    private final boolean hasTask;
    private final Optional<Path> oxford;
    private final Optional<Path> paris;
    private final boolean crops;
    private final Optional<Path> trainingList;
    private final double share;

    private LandmarkData(
            Path root,
            List<FoundFile> inventory,
            Optional<Path> gldv2,
            boolean hasTask,
            Optional<Path> oxford,
            Optional<Path> paris,
            boolean crops,
            Optional<Path> trainingList,
            double share) {
        this.root = root;
        this.inventory = inventory;
        this.gldv2 = gldv2;
        this.hasTask = hasTask;
        this.oxford = oxford;
        this.paris = paris;
        this.crops = crops;
        this.trainingList = trainingList;
        this.share = share;
    }

    /**
     * Looks at what is there.
     *
     * @throws DmuException if the folder is missing
     */
    public static LandmarkData in(Path root) {
        Layout layout = new Layout(root);
        List<String> homes = List.of("gldv2", "GLDv2", "google-landmark", ".");
        Optional<Path> gldv2 = layout.folder("GLDv2 training", homes, places("train", "train_clean.csv"));
        boolean index = layout.folder("GLDv2 gallery", homes, places("index", "index.csv"))
                .isPresent();
        boolean solution = layout.folder("GLDv2 queries", homes, places("test", "retrieval_solution_v2.1.csv"))
                .isPresent();
        Optional<Path> oxford = revisited(layout, "roxford5k");
        Optional<Path> paris = revisited(layout, "rparis6k");
        return new LandmarkData(
                root, layout.looked(), gldv2, index && solution, oxford, paris, true, Optional.empty(), 1);
    }

    private static List<String> places(String split, String file) {
        return List.of(file, "metadata/" + file, split + "/" + file);
    }

    private static Optional<Path> revisited(Layout layout, String name) {
        List<String> files = new ArrayList<>();
        for (String folder : List.of("datasets/" + name + "/", name + "/", "", "ROxfordParis/")) {
            files.add(folder + "gnd_" + name + ".pkl");
            files.add(folder + "gnd_" + name + ".json");
        }
        return layout.folder("Revisited " + name, List.of("revisitop", "."), files);
    }

    /**
     * With whole query images of Revisited Oxford and Paris instead of their boxes: what is compared with figures that were measured so.
     * The official protocol crops, and so does this unless asked.
     */
    public LandmarkData uncroppedQueries() {
        return new LandmarkData(root, inventory, gldv2, hasTask, oxford, paris, false, trainingList, share);
    }

    /**
     * With training images and labels from a list of {@code train/6/2/d/62d0caa23ab29732.jpg 77574} lines instead of {@code
     * train_clean.csv}, as OpenCompatible and AdvBCT publish them.
     */
    public LandmarkData trainingList(Path list) {
        return new LandmarkData(root, inventory, gldv2, hasTask, oxford, paris, crops, Optional.of(list), share);
    }

    @Override
    public LandmarkData part(double part) {
        TrialPart.requireShare(part);
        return new LandmarkData(root, inventory, gldv2, hasTask, oxford, paris, crops, trainingList, part);
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public String name() {
        return "landmark";
    }

    /** @throws DmuException if the list of training images is missing or malformed; says what was found and what is expected */
    @Override
    public LabeledImages training() {
        LabeledImages all;
        if (trainingList.isPresent()) {
            all = Landmarks.gldv2(gldv2.orElseGet(this::withImages)).training(trainingList.get());
        } else {
            all = Landmarks.gldv2(gldv2.orElseThrow(() ->
                            Layout.incomplete("training list train_clean.csv of GLDv2", root, inventory, EXPECTED)))
                    .training();
        }
        return TrialPart.ofClasses(all, share);
    }

    /** Where the images of a list lie when there is no {@code train_clean.csv} to tell. */
    private Path withImages() {
        return List.of("gldv2", "GLDv2", "google-landmark").stream()
                .map(root::resolve)
                .filter(folder -> Files.isDirectory(folder.resolve("train")))
                .findFirst()
                .orElse(root);
    }

    @Override
    public List<Benchmark> validation() {
        return hasTask ? List.of(gldv2(Gldv2.Usage.PUBLIC)) : List.of();
    }

    @Override
    public List<Benchmark> test() {
        List<Benchmark> found = new ArrayList<>();
        if (hasTask) {
            found.add(gldv2(Gldv2.Usage.PRIVATE));
        }
        oxford.ifPresent(folder -> found.add(new RevisitedBenchmark(Landmarks.revisitedOxford(folder), crops)));
        paris.ifPresent(folder -> found.add(new RevisitedBenchmark(Landmarks.revisitedParis(folder), crops)));
        return found;
    }

    private Benchmark gldv2(Gldv2.Usage usage) {
        Gldv2Retrieval task = Landmarks.gldv2(gldv2.orElseGet(this::withImages)).retrieval(usage);
        return new Gldv2Benchmark(share == 1 ? task : task.part(share));
    }

    @Override
    public int benchmarks() {
        return (hasTask ? 2 : 0) + (oxford.isPresent() ? 1 : 0) + (paris.isPresent() ? 1 : 0);
    }

    @Override
    public List<FoundFile> inventory() {
        return inventory;
    }

    @Override
    public Map<String, String> choices() {
        Map<String, String> choices = new TreeMap<>(Map.of(QUERIES, crops ? CROPPED : "uncropped"));
        trainingList.ifPresent(list ->
                choices.put(TRAINING_LIST, list.toAbsolutePath().normalize().toString()));
        return choices;
    }

    /** The same data with choices that {@link #choices} named. */
    public LandmarkData with(Map<String, String> choices) {
        LandmarkData chosen = CROPPED.equals(choices.get(QUERIES)) ? this : uncroppedQueries();
        String list = choices.get(TRAINING_LIST);
        return list == null ? chosen : chosen.trainingList(Path.of(list));
    }

    @Override
    public String toString() {
        return "landmark data in " + root + (share == 1 ? "" : ", a part of " + share) + "\n  "
                + Layout.text(inventory);
    }
}
