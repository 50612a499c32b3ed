package io.github.dmu4j.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the data of an experiment came from, for data sets that {@link Datasets} can open again: what a run writes down so that
 * it can be resumed and loaded by its folder alone. Plain values that JSON can hold. Preprocessing and augmentation are not part
 * of it: a run records those that it trained with.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DataOrigin.OfGlyphs.class, name = "glyphs"),
    @JsonSubTypes.Type(value = DataOrigin.OfFolder.class, name = "imageFolder"),
    @JsonSubTypes.Type(value = DataOrigin.OfManifest.class, name = "manifest"),
    @JsonSubTypes.Type(value = DataOrigin.OfOmniglot.class, name = "omniglot"),
    @JsonSubTypes.Type(value = DataOrigin.OfImages.class, name = "images"),
    @JsonSubTypes.Type(value = DataOrigin.OfSplit.class, name = "splitAsWritten"),
    @JsonSubTypes.Type(value = DataOrigin.WithLists.class, name = "withLists"),
    @JsonSubTypes.Type(value = DataOrigin.WithShares.class, name = "withClassShares")
})
public sealed interface DataOrigin {
    /** Generated drawings. */
    record OfGlyphs(GlyphSettings settings) implements DataOrigin {
        @Override
        public ImageDataset dataset() {
            return Datasets.glyphs(settings);
        }
    }

    /**
     * A folder of class folders.
     *
     * @param path absolute
     * @param shares of training, validation and test classes
     * @param singletons whether classes of one image are kept for validation and test
     * @param withoutCorrupt whether files that cannot be decoded are left out
     */
    record OfFolder(String path, List<Double> shares, boolean singletons, boolean withoutCorrupt)
            implements DataOrigin {
        public OfFolder {
            shares = List.copyOf(shares);
        }

        @Override
        public ImageDataset dataset() {
            ImageFolderDataset folder = Datasets.imageFolder(Path.of(path));
            folder = withoutCorrupt ? folder.skippingCorrupt() : folder;
            folder = singletons ? folder.allowingSingletons() : folder;
            return folder.withClassShares(shares.get(0), shares.get(1), shares.get(2));
        }
    }

    /**
     * Images whose use is written down.
     *
     * @param path absolute
     * @param written whether the scenario is one of the written ones
     */
    record OfManifest(String path, boolean written) implements DataOrigin {
        @Override
        public ManifestDataset dataset() {
            return Datasets.manifest(Path.of(path));
        }

        @Override
        public UpgradeData open(String scenario, long seed) {
            return written ? dataset().split(scenario) : DataOrigin.super.open(scenario, seed);
        }
    }

    /**
     * Omniglot's archives.
     *
     * @param zips absolute paths
     */
    record OfOmniglot(List<String> zips) implements DataOrigin {
        public OfOmniglot {
            zips = List.copyOf(zips);
        }

        @Override
        public ImageDataset dataset() {
            return Datasets.omniglot(zips.stream().map(Path::of).toArray(Path[]::new));
        }
    }

    /** Images of a reader, divided as {@link Datasets#of} divides any. */
    record OfImages(ImageOrigin images) implements DataOrigin {
        @Override
        public ImageDataset dataset() {
            return Datasets.of(images.open());
        }
    }

    /**
     * Images of a reader, split as a manifest says.
     *
     * @param manifest absolute path
     */
    record OfSplit(String manifest, ImageOrigin images) implements DataOrigin {
        @Override
        public ImageDataset dataset() {
            return Datasets.of(images.open());
        }

        @Override
        public UpgradeData open(String scenario, long seed) {
            return Datasets.splitAsWritten(Path.of(manifest), images.open());
        }
    }

    /**
     * Another data set, its training images divided by lists.
     *
     * @param lists absolute paths, of the old side and, if the new one has not everything, of that
     */
    record WithLists(DataOrigin base, List<String> lists) implements DataOrigin {
        public WithLists {
            lists = List.copyOf(lists);
        }

        @Override
        public ImageDataset dataset() {
            return base.dataset();
        }

        @Override
        public UpgradeData open(String scenario, long seed) {
            return dataset()
                    .split(new ListedScenario(lists.stream().map(Path::of).toList()), seed);
        }
    }

    /** Another data set, with its classes divided anew. */
    record WithShares(DataOrigin base, double training, double validation, double test) implements DataOrigin {
        @Override
        public ImageDataset dataset() {
            return base.dataset().withClassShares(training, validation, test);
        }
    }

    /** Opens the data set again. @throws io.github.dmu4j.base.DmuException if its files are gone or changed beyond use */
    ImageDataset dataset();

    /**
     * Opens the data of an experiment again.
     *
     * @param scenario the scenario's name, as {@link UpgradeData#scenario} has it
     * @param seed the seed of the split
     */
    default UpgradeData open(String scenario, long seed) {
        return dataset().split(Scenario.named(scenario), seed);
    }
}
