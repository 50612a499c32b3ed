package io.github.dmu4j.data;

/**
 * A data set that knows the pool of each class and which images search.
 *
 * @param pools one per class
 * @param query one flag per image; counts for validation and test classes only
 * @param origin how to open it again
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity
record PooledDataset(LabeledImages images, ClassPools.Pool[] pools, boolean[] query, DataOrigin origin)
        implements ImageDataset {
    @Override
    public String name() {
        return images.name();
    }

    @Override
    public UpgradeData split(Scenario scenario, long seed) {
        return OpenSetSplit.of(images, pools, i -> query[i], scenario, seed, origin);
    }

    @Override
    public ImageDataset withClassShares(double training, double validation, double test) {
        return new PooledDataset(
                images,
                ClassPools.byShares(images.classNames(), training, validation, test),
                query,
                new DataOrigin.WithShares(origin, training, validation, test));
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
