package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Images whose use is written down in files: {@code path,label,split,role}, one file for each scenario, in a zip or folder as
 * {@code splits/<scenario>.csv}, or a single file beside its images. Paths are relative to the root (the zip, the folder, the
 * folder of the single file, or that folder's parent if it is called {@code splits}).
 *
 * <p>{@link #split(String)} gives a scenario exactly as written. {@link #split(Scenario, long)} keeps the written validation and
 * test images and divides all training images anew. Input is grey with 28 pixels if all images (of a sample of 32) are grey and
 * at most 112 pixels, else colour with 64 (64 grey for larger grey images); augmentation is that of characters for grey, of
 * photographs for colour. Corrupt images are refused when they are decoded.
 */
public final class ManifestDataset implements ImageDataset {
    private final Path path;
    private final LabeledImages images;
    private final Map<String, ManifestFile> manifests;
    private final Map<String, Integer> rowOf;

    private ManifestDataset(
            Path path, LabeledImages images, Map<String, ManifestFile> manifests, Map<String, Integer> rowOf) {
        this.path = path;
        this.images = images;
        this.manifests = manifests;
        this.rowOf = rowOf;
    }

    /** Reads all manifests of a zip, folder or CSV file; see {@link Datasets#manifest}. */
    static ManifestDataset of(Path path) {
        ImageFiles files;
        List<String> splits;
        Path name = path.toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            files = ImageFiles.folder(path);
            splits = splitFiles(files, path);
        } else if (!Files.exists(path)) {
            throw new DmuException("no file " + path + ": a zip or folder with splits/*.csv, or one CSV, is needed");
        } else if (path.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            Path root = root(path);
            files = ImageFiles.folder(root);
            splits = List.of(root.relativize(name).toString().replace('\\', '/'));
        } else {
            files = ImageFiles.zip(path);
            splits = splitFiles(files, path);
        }
        Map<String, ManifestFile> manifests = new TreeMap<>();
        for (String split : splits) {
            String scenario = stem(split);
            ManifestFile manifest = ManifestFile.parse(scenario, files.read(split), split + " in " + files.where());
            manifest.requireOpenSet(split + " in " + files.where());
            String facts = split.substring(0, split.length() - 3) + "json";
            if (files.contains(facts)) {
                manifest.requireUnchanged(files.read(facts), facts + " in " + files.where());
            }
            manifests.put(scenario, manifest);
        }
        return indexed(name, files, manifests);
    }

    /** What the paths of a single manifest are relative to: its folder, or that folder's parent if it is called {@code splits}. */
    static Path root(Path file) {
        Path folder = file.toAbsolutePath().normalize().resolveSibling(".").normalize();
        return folder.endsWith("splits") ? folder.resolveSibling(".").normalize() : folder;
    }

    private static List<String> splitFiles(ImageFiles files, Path path) {
        List<String> splits = files.list().stream()
                .filter(f -> f.startsWith("splits/") && f.endsWith(".csv") && !f.endsWith("/SUMMARY.csv"))
                .toList();
        if (splits.isEmpty()) {
            throw new DmuException(
                    "no splits/*.csv in " + path + ": a manifest with the columns path,label,split,role is"
                            + " needed; for a folder of class folders use imageFolder");
        }
        return splits;
    }

    private static String stem(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return ManifestLines.stem(file);
    }

    private static ManifestDataset indexed(Path source, ImageFiles files, Map<String, ManifestFile> manifests) {
        Map<String, String> labelOf = new TreeMap<>();
        for (ManifestFile manifest : manifests.values()) {
            for (ManifestFile.Row row : manifest.rows()) {
                String before = labelOf.putIfAbsent(row.path(), row.label());
                if (before != null && !before.equals(row.label())) {
                    throw new DmuException(row.path() + " has label " + before + " and label " + row.label() + " in "
                            + files.where() + ": an image has one class");
                }
                if (before == null && !files.contains(row.path())) {
                    throw new DmuException(manifest.name() + " names " + row.path() + ", which is not in "
                            + files.where() + ": paths are relative to the root, with / between folders");
                }
            }
        }
        List<String> paths = List.copyOf(labelOf.keySet());
        List<String> classes = sortedLabels(labelOf);
        Map<String, Integer> number = new HashMap<>();
        classes.forEach(c -> number.put(c, number.size()));
        Map<String, Integer> rowOf = new HashMap<>();
        paths.forEach(p -> rowOf.put(p, rowOf.size()));
        Preprocessing preprocessing = ImageFiles.preprocessingFor(files, paths);
        LabeledImages images = CachedImages.of(new StreamedImages(
                stem(String.valueOf(source.getFileName())),
                paths,
                paths.stream().mapToInt(p -> number.get(labelOf.get(p))).toArray(),
                named(classes, files),
                i -> files.encoded(paths.get(i)),
                preprocessing,
                ImageFiles.augmentationFor(preprocessing),
                ""));
        return new ManifestDataset(source, images, manifests, rowOf);
    }

    /** By number if all labels are whole numbers, else alphabetically. */
    private static List<String> sortedLabels(Map<String, String> labelOf) {
        TreeSet<String> labels = new TreeSet<>(labelOf.values());
        List<String> sorted = new ArrayList<>(labels);
        if (labels.stream().allMatch(l -> l.matches("-?\\d{1,9}"))) {
            sorted.sort(Comparator.comparingInt(Integer::parseInt));
        }
        return sorted;
    }

    /** Names from {@code classes.csv} (label, name) where it has them. */
    private static List<String> named(List<String> labels, ImageFiles files) {
        Map<String, String> names = new HashMap<>();
        if (files.contains("classes.csv")) {
            for (List<String> line : ManifestFile.csv(files.read("classes.csv"), "classes.csv in " + files.where())) {
                if (line.size() > 1) {
                    names.put(line.get(0), line.get(1));
                }
            }
        }
        return labels.stream().map(l -> names.getOrDefault(l, l)).toList();
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public LabeledImages images() {
        return images;
    }

    /** The scenarios that are written down, sorted. */
    public List<String> scenarios() {
        return List.copyOf(manifests.keySet());
    }

    /**
     * A scenario as it is written; the data's seed is 0, for no random choice is made.
     *
     * @throws DmuException for an unknown name, listing the known ones
     */
    public UpgradeData split(String scenario) {
        ManifestFile manifest = manifests.get(scenario);
        if (manifest == null) {
            throw new DmuException(
                    "no scenario '" + scenario + "' in " + name() + "; there are " + String.join(", ", scenarios()));
        }
        return data(
                manifest,
                scenario,
                0,
                images.subset(part(manifest, "old_train", "train")),
                images.subset(part(manifest, "new_train", "train")),
                Optional.of(origin(true)));
    }

    /**
     * Training images of all written scenarios together, divided by {@code scenario}; validation and test as written in the
     * first manifest.
     */
    @Override
    public UpgradeData split(Scenario scenario, long seed) {
        int[] pool = manifests.values().stream()
                .flatMap(m -> m.rows().stream())
                .filter(ManifestFile.Row::trains)
                .mapToInt(row -> row(row.path()))
                .distinct()
                .sorted()
                .toArray();
        ManifestFile first = manifests.values().iterator().next();
        ScenarioSplit sides = scenario.split(
                IntStream.of(pool).mapToObj(images::id).toList(),
                IntStream.of(pool).map(images::label).toArray(),
                seed);
        return data(
                first,
                scenario.name(),
                seed,
                images.subset(IntStream.of(sides.oldIndices()).map(i -> pool[i]).toArray()),
                images.subset(IntStream.of(sides.newIndices()).map(i -> pool[i]).toArray()),
                OpenSetSplit.reopened(Optional.of(origin(false)), scenario));
    }

    private DataOrigin origin(boolean written) {
        return new DataOrigin.OfManifest(path.toString(), written);
    }

    private UpgradeData data(
            ManifestFile manifest,
            String scenario,
            long seed,
            LabeledImages oldTraining,
            LabeledImages newTraining,
            Optional<DataOrigin> origin) {
        return new UpgradeData(
                name() + ", " + scenario,
                scenario,
                seed,
                oldTraining,
                newTraining,
                retrieval(manifest, "val"),
                retrieval(manifest, "test"),
                origin);
    }

    /** Where every image is written as query and as gallery image, each is a query among the others. */
    private RetrievalImages retrieval(ManifestFile manifest, String split) {
        int[] queries = part(manifest, split, "query");
        int[] gallery = part(manifest, split, "gallery");
        LabeledImages found = images.subset(gallery);
        return new RetrievalImages(Arrays.equals(queries, gallery) ? found : images.subset(queries), found);
    }

    private int[] part(ManifestFile manifest, String split, String role) {
        return manifest.rows().stream()
                .filter(row -> row.split().equals(split) && row.role().equals(role))
                .mapToInt(row -> row(row.path()))
                .distinct()
                .toArray();
    }

    private int row(String path) {
        return Objects.requireNonNull(rowOf.get(path));
    }

    /** Input of this side. */
    public ManifestDataset resizedTo(int side) {
        return withPreprocessing(images.preprocessing().withSize(side));
    }

    /** Grey input. */
    public ManifestDataset grey() {
        return withPreprocessing(Preprocessing.grey(images.preprocessing().size()));
    }

    /** Colour input. */
    public ManifestDataset colour() {
        return withPreprocessing(Preprocessing.colour(images.preprocessing().size()));
    }

    /** Refused: the manifest says what each class is for. */
    @Override
    public ImageDataset withClassShares(double training, double validation, double test) {
        throw new DmuException(
                "withClassShares on " + name() + ": its manifest says which classes are for validation and test;"
                        + " edit the CSV, or read the images with imageFolder");
    }

    @Override
    public ManifestDataset withPreprocessing(Preprocessing preprocessing) {
        return new ManifestDataset(
                path, new PreparedImages(images, preprocessing, images.augmentation()), manifests, rowOf);
    }

    @Override
    public ManifestDataset withAugmentation(Augmentation augmentation) {
        return new ManifestDataset(
                path, new PreparedImages(images, images.preprocessing(), augmentation), manifests, rowOf);
    }

    @Override
    public String toString() {
        return name() + System.lineSeparator()
                + images.size() + " images of " + images.classNames().size() + " classes; scenarios "
                + String.join(", ", scenarios()) + System.lineSeparator()
                + "next: .split(\"" + scenarios().get(0) + "\")";
    }
}
