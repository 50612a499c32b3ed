package io.github.dmu4j.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How other projects divide training images, exactly, so that figures can be set beside theirs. Classes are taken in the order of
 * their labels and images in the order of the collection: use the lists that the project used ({@code label_81313.txt} through
 * {@code Landmarks.gldv2(root).training(list)}, MS1Mv3's records through {@code Faces.recordIo}). There is no seed to choose; that
 * of the split changes nothing.
 *
 * <p>{@code Datasets.of(images).split(...)} keeps classes apart for validation and test, so that a rule divides only the others.
 * The projects train on all classes and test on other sets.
 *
 * <p>Source: the code of TencentARC/OpenCompatible (utils/process_gldv2_dataset.py), Ashespt/AdvBCT (utils/process_dataset.py) and
 * yuleung/MixBCT (tools/split_dataset/split_dataset_ms1mv3.py). Deviations: a side that a rule leaves without any image is refused;
 * labels are left as they are (a head numbers the classes of its training set anew), for AdvBCT's see {@link #advBctLabels}.
 */
public enum PublishedSplit {
    /**
     * Classes: numpy's shuffle with seed 666, of which the first {@code floor(K r)} are old. Images: of a class of one, both sides have
     * it; of two or three, the first is old; of four and more, the first {@code floor(n r)} of a shuffle with seed 666 + label. The
     * published function for images does not run as it stands; this is what it says.
     */
    OPEN_COMPATIBLE("OpenCompatible", true),
    /** OpenCompatible's rules, in code that runs. It trains the new model on all images (extended), never on the others alone. */
    ADV_BCT("AdvBCT", true),
    /**
     * In order, not shuffled: the first {@code round(K r)} classes, the first {@code max(1, round(n r))} images of each class, halves to
     * the even number as Python rounds; of a class of one image, both sides have it. Labels must ascend with the images, as they do in
     * MS1Mv3, for the rows to be theirs.
     */
    MIX_BCT("MixBCT", false);

    private static final int SEED = 666;

    private final String label;
    private final boolean shuffled;

    PublishedSplit(String label, boolean shuffled) {
        this.label = label;
        this.shuffled = shuffled;
    }

    /**
     * The old model sees this project's share of the images of every class, the new one everything.
     *
     * @param share above 0, at most 1
     */
    public Scenario extendedData(double share) {
        return new PublishedScenario(this, PublishedScenario.Kind.EXTENDED_DATA, share);
    }

    /**
     * The old model sees this project's share of the classes, the new one everything.
     *
     * @param share above 0, at most 1
     */
    public Scenario extendedClass(double share) {
        return new PublishedScenario(this, PublishedScenario.Kind.EXTENDED_CLASS, share);
    }

    /**
     * The old model sees this project's share of the images of every class, the new one the others.
     *
     * @param share above 0, below 1
     */
    public Scenario openData(double share) {
        return new PublishedScenario(this, PublishedScenario.Kind.OPEN_DATA, share);
    }

    /**
     * The old model sees this project's share of the classes, the new one the others.
     *
     * @param share above 0, below 1
     */
    public Scenario openClass(double share) {
        return new PublishedScenario(this, PublishedScenario.Kind.OPEN_CLASS, share);
    }

    /**
     * Labels as AdvBCT's lists for extended classes have them: its old classes are 0, 1, ... in the order of their labels, the others
     * follow in theirs (of Google Landmarks' 81,313 classes, 0 to 24,392 are old). For a classifier that was trained there.
     *
     * @param labels class of each image; those that occur count as all there are
     * @param share above 0, at most 1; 0.3 there
     * @return the new label of each image
     */
    public static int[] advBctLabels(int[] labels, double share) {
        PublishedScenario.Kind.EXTENDED_CLASS.requireShare(ADV_BCT, share);
        int[] classes = IntStream.of(labels).distinct().sorted().toArray();
        boolean[] old = new boolean[classes.length];
        for (int rank : ADV_BCT.oldClasses(classes.length, share)) {
            old[rank] = true;
        }
        int[] numbers = new int[classes.length];
        int next = 0;
        for (boolean side : new boolean[] {true, false}) {
            for (int rank = 0; rank < classes.length; rank++) {
                if (old[rank] == side) {
                    numbers[rank] = next++;
                }
            }
        }
        return IntStream.of(labels)
                .map(c -> numbers[Arrays.binarySearch(classes, c)])
                .toArray();
    }

    /** Which of {@code classes} classes, by rank, are old. */
    int[] oldClasses(int classes, double share) {
        return shuffled
                ? Arrays.copyOf(NumpyShuffle.of(classes, SEED), (int) (classes * share))
                : IntStream.range(0, (int) Math.rint(classes * share)).toArray();
    }

    /** Which of the {@code images} images of a class, by place, are old. */
    int[] oldImages(int classLabel, int images, double share) {
        if (!shuffled) {
            return IntStream.range(0, Math.max(1, (int) Math.rint(images * share)))
                    .toArray();
        }
        return images < 4
                ? new int[] {0}
                : Arrays.copyOf(NumpyShuffle.of(images, SEED + classLabel), (int) (images * share));
    }

    /** {@code OpenCompatible}, {@code AdvBCT} or {@code MixBCT}: as scenarios' names begin, {@code MixBCT open-class 0.3}. */
    @Override
    public String toString() {
        return label;
    }
}
