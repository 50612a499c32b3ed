package io.github.dmu4j.data.face;

import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.Preprocessing;
import java.nio.file.Path;
import java.util.List;

/**
 * Sets of faces in the formats in which they are passed around. Nothing is downloaded; who uses pictures of people needs a reason
 * and a right to: MS-Celeb-1M was withdrawn by its makers, and IJB is given out by agreement.
 */
public final class Faces {
    private Faces() {}

    /**
     * A training set in InsightFace's RecordIO form, for example MS1Mv3 (ms1m-retinaface-t1: 5,179,510 images of 93,431 people).
     *
     * @param path the folder with {@code train.rec} and {@code train.idx}, or a .rec file with its .idx beside it
     * @throws io.github.dmu4j.base.DmuException if a file is missing, truncated or damaged, or the two do not belong together
     */
    public static FaceRecords recordIo(Path path) {
        return FaceRecords.open(path);
    }

    /**
     * IJB-B: {@code meta/ijbb_*} and {@code loose_crop/}.
     *
     * @throws io.github.dmu4j.base.DmuException if a list of images is missing or damaged, or the two lists differ
     */
    public static Ijb ijbB(Path root) {
        return Ijb.open(root, Ijb.Edition.B);
    }

    /** IJB-C: {@code meta/ijbc_*} and {@code loose_crop/}; as {@link #ijbB}. */
    public static Ijb ijbC(Path root) {
        return Ijb.open(root, Ijb.Edition.C);
    }

    /**
     * Pairs in the form of LFW's pairs.txt.
     *
     * @param pairs the text file
     * @param root the folder with a folder for each person
     * @throws io.github.dmu4j.base.DmuException if the file is missing, or has another number of pairs than its first line says
     */
    public static LfwPairs lfwPairs(Path pairs, Path root) {
        return LfwPairs.open(pairs, root);
    }

    /**
     * Pairs with their images in one file, as InsightFace packs LFW, CFP-FP and AgeDB-30.
     *
     * @param bin for example {@code lfw.bin}
     * @throws io.github.dmu4j.base.DmuException if it is missing, damaged, or holds anything but such pairs
     */
    public static VerificationSet verification(Path bin) {
        return VerificationSet.read(bin);
    }

    /** RGB of 112 x 112 in -1..1, (x / 255 - 0.5) / 0.5, as InsightFace's arcface_torch feeds it. */
    public static Preprocessing preprocessing() {
        return new Preprocessing(FaceAlignment.SIDE, 3, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    }

    /** Mirrored one half of the time and nothing else, as in arcface_torch: aligned faces are not cropped or turned. */
    public static Augmentation augmentation() {
        return Augmentation.none().withFlip(0.5);
    }
}
