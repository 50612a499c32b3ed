package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Images in {@code root/<class>/<file>}: PNG, JPEG, GIF (first frame) and BMP; files and folders whose name begins with a dot
 * are passed over. Deeper folders belong to the class of the first level. Identifiers are relative paths. Augmentation is that
 * of photographs, or for grey images that of characters, which never mirrors.
 *
 * <p>The folder is listed when the data set is made; images are decoded when they are needed, and a corrupt one is refused
 * then, by name. {@link #skippingCorrupt()} and {@link #refusingCorrupt()} decode everything once beforehand instead.
 *
 * <p>Classes are divided by a hash of their names: 60 % training, 10 % validation, 30 % test unless {@link #withClassShares}
 * says otherwise. Classes of one image are fine for training. Among validation and test classes they are refused, because such
 * an image has nothing to be found by, unless {@link #allowingSingletons()}.
 */
public final class ImageFolderDataset implements ImageDataset {
    private static final int NAMED = 5;

    private final Path root;
    private final ImageFiles files;
    private final LabeledImages images;
    private final int skipped;
    private final boolean singletons;
    private final double[] shares;

    private ImageFolderDataset(
            Path root, ImageFiles files, LabeledImages images, int skipped, boolean singletons, double... shares) {
        this.root = root;
        this.files = files;
        this.images = images;
        this.skipped = skipped;
        this.singletons = singletons;
        this.shares = shares;
    }

    /** Lists a folder; see {@link Datasets#imageFolder}. */
    static ImageFolderDataset of(Path root) {
        if (!Files.isDirectory(root)) {
            throw new DmuException("no folder " + root + (Files.exists(root) ? " (it is a file)" : "")
                    + ": a folder with one folder of images for each class is needed");
        }
        ImageFiles files = ImageFiles.folder(root);
        List<String> paths = files.list().stream()
                .filter(p -> p.indexOf('/') > 0 && !p.startsWith("."))
                .filter(ImageFiles::isImage)
                .toList();
        if (paths.isEmpty()) {
            throw new DmuException("no images in " + root
                    + ": a folder for each class with PNG, JPEG, GIF or BMP files in it is needed, <class>/<file>");
        }
        Path name = root.toAbsolutePath().normalize().getFileName();
        Preprocessing preprocessing = ImageFiles.preprocessingFor(files, paths);
        LabeledImages images = indexed(
                name == null ? "images" : name.toString(),
                files,
                paths,
                preprocessing,
                ImageFiles.augmentationFor(preprocessing));
        return new ImageFolderDataset(
                root, files, images, 0, false, ClassPools.TRAINING, ClassPools.VALIDATION, ClassPools.TEST);
    }

    private static LabeledImages indexed(
            String name, ImageFiles files, List<String> paths, Preprocessing preprocessing, Augmentation augmentation) {
        List<String> classes = List.copyOf(
                new TreeSet<>(paths.stream().map(ImageFolderDataset::className).toList()));
        int[] labels = new int[paths.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = Collections.binarySearch(classes, className(paths.get(i)));
        }
        return CachedImages.of(new StreamedImages(
                name, paths, labels, classes, i -> files.encoded(paths.get(i)), preprocessing, augmentation, ""));
    }

    private static String className(String path) {
        return path.substring(0, path.indexOf('/'));
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public LabeledImages images() {
        return images;
    }

    /** How many files {@link #skippingCorrupt()} left out. */
    public int skippedFiles() {
        return skipped;
    }

    @Override
    public UpgradeData split(Scenario scenario, long seed) {
        ClassPools.Pool[] pools = ClassPools.byShares(images.classNames(), shares[0], shares[1], shares[2]);
        if (!singletons) {
            OpenSetSplit.requirePairs(
                    images,
                    pools,
                    "add images, remove these classes, or call allowingSingletons() to keep them as distractors");
        }
        boolean[] query = OpenSetSplit.halfOfEachClass(images);
        return OpenSetSplit.of(images, pools, i -> query[i], scenario, seed, Optional.of(origin()));
    }

    private DataOrigin origin() {
        return new DataOrigin.OfFolder(
                root.toAbsolutePath().normalize().toString(),
                Arrays.stream(shares).boxed().toList(),
                singletons,
                skipped > 0);
    }

    /** Decodes all files once, on all cores, and leaves those out that cannot be decoded. */
    public ImageFolderDataset skippingCorrupt() {
        List<String> broken = broken();
        TreeSet<String> out = new TreeSet<>(
                broken.stream().map(b -> b.substring(0, b.indexOf('\n'))).toList());
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            if (!out.contains(images.id(i))) {
                kept.add(images.id(i));
            }
        }
        if (kept.isEmpty()) {
            throw new DmuException("none of the " + images.size() + " images in " + files.where()
                    + " can be decoded, the first because "
                    + broken.get(0).substring(broken.get(0).indexOf('\n') + 1)
                    + "; PNG, JPEG, GIF and BMP are read: convert the images, or copy them again");
        }
        return new ImageFolderDataset(
                root,
                files,
                indexed(images.name(), files, kept, images.preprocessing(), images.augmentation()),
                skipped + out.size(),
                singletons,
                shares);
    }

    /**
     * Decodes all files once, on all cores.
     *
     * @throws DmuException naming the first files that cannot be decoded, and how many there are
     */
    public ImageFolderDataset refusingCorrupt() {
        List<String> broken = broken();
        if (!broken.isEmpty()) {
            StringBuilder message = new StringBuilder()
                    .append(broken.size())
                    .append(" of ")
                    .append(images.size())
                    .append(" images in ")
                    .append(files.where())
                    .append(" cannot be decoded:");
            for (String line : broken.subList(0, Math.min(NAMED, broken.size()))) {
                message.append("\n  ").append(line.substring(line.indexOf('\n') + 1));
            }
            throw new DmuException(message + (broken.size() > NAMED ? "\n  ..." : "")
                    + "\nReplace them, or leave them out with skippingCorrupt()");
        }
        return this;
    }

    /** Path, line break, reason; in the order of the files. */
    private List<String> broken() {
        return IntStream.range(0, images.size())
                .parallel()
                .mapToObj(i -> {
                    try {
                        images.image(i);
                        return "";
                    } catch (DmuException e) {
                        return images.id(i) + "\n" + e.getMessage();
                    }
                })
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Keeps validation and test classes of one image: it lies in the gallery, where no query looks for it. */
    public ImageFolderDataset allowingSingletons() {
        return new ImageFolderDataset(root, files, images, skipped, true, shares);
    }

    /** Input of this side; the default is 28 if all images are grey and at most 112 pixels, else 64. */
    public ImageFolderDataset resizedTo(int side) {
        return withPreprocessing(images.preprocessing().withSize(side));
    }

    /** Grey input. */
    public ImageFolderDataset grey() {
        return withPreprocessing(Preprocessing.grey(images.preprocessing().size()));
    }

    /** Colour input; the default unless all images (of a sample of 32) are grey. */
    public ImageFolderDataset colour() {
        return withPreprocessing(Preprocessing.colour(images.preprocessing().size()));
    }

    @Override
    public ImageFolderDataset withClassShares(double training, double validation, double test) {
        ClassPools.byShares(images.classNames(), training, validation, test);
        return new ImageFolderDataset(root, files, images, skipped, singletons, training, validation, test);
    }

    @Override
    public ImageFolderDataset withPreprocessing(Preprocessing preprocessing) {
        return new ImageFolderDataset(
                root,
                files,
                new PreparedImages(images, preprocessing, images.augmentation()),
                skipped,
                singletons,
                shares);
    }

    @Override
    public ImageFolderDataset withAugmentation(Augmentation augmentation) {
        return new ImageFolderDataset(
                root,
                files,
                new PreparedImages(images, images.preprocessing(), augmentation),
                skipped,
                singletons,
                shares);
    }

    @Override
    public String toString() {
        return Summaries.of(this);
    }
}
