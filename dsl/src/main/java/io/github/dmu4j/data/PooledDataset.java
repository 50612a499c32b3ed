package io.github.dmu4j.data;

import java.util.Optional;

/**
 * A data set that knows the pool of each class and which images search.
 *
 * @param pools one per class
 * @param query one flag per image; counts for validation and test classes only
 * @param origin how to open it again; empty if only its owner knows
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity
record PooledDataset(LabeledImages images, ClassPools.Pool[] pools, boolean[] query, Optional<DataOrigin> origin)
        implements ImageDataset {
    @Override
    public String name() {
        return images.name();
    }

    @Override
    public UpgradeData split(Scenario scenario, long seed) {
        OpenSetSplit.requirePairs(images, pools, "leave these classes out, with images.subset(...)");
        return OpenSetSplit.of(images, pools, i -> query[i], scenario, seed, origin);
    }

    @Override
    public ImageDataset withClassShares(double training, double validation, double test) {
        return new PooledDataset(
                images,
                ClassPools.byShares(images.classNames(), training, validation, test),
                query,
                origin.map(base -> new DataOrigin.WithShares(base, training, validation, test)));
    }

    @Override
    public ImageDataset withPreprocessing(Preprocessing preprocessing) {
        return new PooledDataset(
                new PreparedImages(images, preprocessing, images.augmentation()), pools, query, origin);
    }

    @Override
    public ImageDataset withAugmentation(Augmentation augmentation) {
        return new PooledDataset(
                new PreparedImages(images, images.preprocessing(), augmentation), pools, query, origin);
    }

    @Override
    public String toString() {
        return Summaries.of(this);
    }
}
