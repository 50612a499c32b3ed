package io.github.dmu4j.data.landmark;

import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.ImageRoot;
import io.github.dmu4j.data.Preprocessing;
import java.nio.file.Path;

/**
 * Opens landmark data sets on this machine; nothing is downloaded. All of them read their lists into compact arrays and decode images
 * when they are asked for. A smaller set (a trial with a part of the files) opens as well; its summary says where counts differ from
 * the published ones.
 */
public final class Landmarks {
    /** Largest image file that is read; the largest photographs of these sets have a few megabytes. */
    static final long MAX_FILE = 32L << 20;

    /** Largest image that is decoded, in pixels. */
    static final long MAX_PIXELS = 100_000_000;

    /** What the papers' landmark models see: 224 x 224, ImageNet's normalisation. */
    static final Preprocessing INPUT = Preprocessing.colour(224);

    /** The name of the one class of images that have no label. */
    static final String UNLABELLED = "unlabelled";

    private Landmarks() {}

    /**
     * Google Landmarks v2: Weyand, Araujo, Cao, Sim, "Google Landmarks Dataset v2: A large-scale benchmark for instance-level
     * recognition and retrieval", CVPR 2020; files of <a href="https://github.com/cvdfoundation/google-landmark">its repository</a>.
     *
     * @param root the folder with {@code train}, {@code index} and {@code test}; each list is looked for here, in {@code metadata},
     *     and in the folder of its images. Nothing is read before a part is asked for
     */
    public static Gldv2 gldv2(Path root) {
        return new Gldv2(root);
    }

    /**
     * Revisited Oxford (ROxford5k): Radenovic, Iscen, Tolias, Avrithis, Chum, "Revisiting Oxford and Paris: Large-scale image
     * retrieval benchmarking", CVPR 2018.
     *
     * @param root a folder in one of the layouts that {@link RevisitedSet} lists
     * @throws io.github.dmu4j.base.DmuException if the ground truth is missing, damaged, or asks for more than data
     */
    public static RevisitedSet revisitedOxford(Path root) {
        return RevisitedSet.read(root, "roxford5k", 4_993);
    }

    /** Revisited Paris (RParis6k); as {@link #revisitedOxford}. */
    public static RevisitedSet revisitedParis(Path root) {
        return RevisitedSet.read(root, "rparis6k", 6_322);
    }

    static ImageRoot images(Path root) {
        return ImageRoot.of(root, MAX_FILE, MAX_PIXELS);
    }

    /**
     * Random resized crop of 8 to 100 % of the area and mirroring, torchvision's defaults. The papers say that images are cropped to
     * 224 and mirrored; that the share of the area is torchvision's default is our reading.
     */
    static Augmentation training() {
        return Augmentation.randomResizedCrop(0.08);
    }
}
