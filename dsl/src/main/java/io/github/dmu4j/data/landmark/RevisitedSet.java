package io.github.dmu4j.data.landmark;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.ImageRoot;
import io.github.dmu4j.data.ImageSource;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.StreamedImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Revisited Oxford or Revisited Paris. For {@code NAME} {@code roxford5k} or {@code rparis6k} the ground truth {@code gnd_NAME.pkl}
 * (or, where that is not, {@code gnd_NAME.json}, the same dict as JSON) and the images are looked for in this order:
 *
 * <ol>
 *   <li>{@code datasets/NAME/} with {@code gnd_NAME.pkl} and {@code jpg/} in it: as revisitop's own scripts lay it out
 *   <li>{@code NAME/}, alike
 *   <li>{@code gnd_NAME.pkl} in the folder itself or in {@code ROxfordParis/}, images in {@code NAME/jpg/} beside it: as AdvBCT lays it
 *       out
 *   <li>{@code gnd_NAME.pkl} and {@code jpg/} in the folder itself
 * </ol>
 *
 * <p>Identifiers are the names in the ground truth (a query's name that occurs again gets {@code #2}), images {@code
 * jpg/<name>.jpg}. Since 2022 the official archives have blurred faces.
 *
 * <p>Source: filipradenovic/revisitop (the dict's keys {@code imlist}, {@code qimlist}, {@code gnd} with {@code bbx}, {@code easy},
 * {@code hard}, {@code junk}). Deviations: the pickle is read as data, see {@link io.github.dmu4j.data.pickle.Pickle}; a box that
 * reaches beyond its image is cut off, where Pillow would fill with black.
 */
public final class RevisitedSet {
    private static final int QUERIES = 70;

    private final String name;
    private final int published;
    private final ImageRoot files;
    private final RevisitedGroundTruth truth;

    private RevisitedSet(String name, int published, ImageRoot files, RevisitedGroundTruth truth) {
        this.name = name;
        this.published = published;
        this.files = files;
        this.truth = truth;
    }

    static RevisitedSet read(Path root, String name, int published) {
        List<Path> folders = Stream.of("datasets/" + name, name, ".", "ROxfordParis")
                .map(folder -> root.resolve(folder).normalize())
                .toList();
        for (Path folder : folders) {
            for (String extension : List.of(".pkl", ".json")) {
                Path file = folder.resolve("gnd_" + name + extension);
                if (Files.isRegularFile(file)) {
                    Path beside = folder.resolve(name).resolve("jpg");
                    Path images = Files.isDirectory(beside) ? beside : folder.resolve("jpg");
                    return new RevisitedSet(name, published, Landmarks.images(images), RevisitedGroundTruth.read(file));
                }
            }
        }
        throw new DmuException("no ground truth gnd_" + name + ".pkl or .json in " + root + "; looked in "
                + String.join(", ", folders.stream().map(Path::toString).toList())
                + ": download it from the authors of Revisited Oxford and Paris, or give the right folder");
    }

    /** {@code roxford5k} or {@code rparis6k}. */
    public String name() {
        return name;
    }

    /** The gallery; rows of the ground truth count these from 0 on. Unlabelled. */
    public StreamedImages gallery() {
        return images(
                name,
                truth.images(),
                this::image,
                StreamedImages.difference(name, "images", truth.images().size(), published));
    }

    /** The queries, cropped to their boxes as the official protocol does; in the order of {@link #groundTruth()}. Unlabelled. */
    public StreamedImages queries() {
        List<RevisitedQuery> queries = truth.queries();
        return queries(
                "queries", i -> queries.get(i).box().crop(image(queries.get(i).name())));
    }

    /** The whole query images: what OpenCompatible and AdvBCT search with, and so what their published figures are about. */
    public StreamedImages uncroppedQueries() {
        return queries("uncropped queries", i -> image(truth.queries().get(i).name()));
    }

    /** What each query should find. */
    public List<RevisitedQuery> groundTruth() {
        return truth.queries();
    }

    /** Counts, and where they differ from the published ones. */
    public String summary() {
        return name + ": " + truth.queries().size() + " queries in a gallery of "
                + truth.images().size() + " images"
                + StreamedImages.difference(name, "images", truth.images().size(), published)
                + StreamedImages.difference(name, "queries", truth.queries().size(), QUERIES);
    }

    private StreamedImages queries(String kind, IntFunction<? extends ImageSource> decoder) {
        Map<String, Integer> times = new HashMap<>();
        List<String> names = truth.queries().stream()
                .map(query -> {
                    int time = times.merge(query.name(), 1, Integer::sum);
                    return time == 1 ? query.name() : query.name() + "#" + time; // two boxes in one image
                })
                .toList();
        return images(
                name + " " + kind, names, decoder, StreamedImages.difference(name, "queries", names.size(), QUERIES));
    }

    private StreamedImages images(
            String title, List<String> names, IntFunction<? extends ImageSource> decoder, String note) {
        return new StreamedImages(
                title,
                names,
                new int[names.size()],
                List.of(Landmarks.UNLABELLED),
                decoder,
                Landmarks.INPUT,
                Augmentation.none(),
                note);
    }

    private PixelImage image(int row) {
        return image(truth.images().get(row));
    }

    private PixelImage image(String image) {
        return files.image(image + ".jpg");
    }

    @Override
    public String toString() {
        return summary();
    }
}
