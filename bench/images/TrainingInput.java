package io.github.dmu4j.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.EncodedImage;
import io.github.dmu4j.data.Preprocessing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Our side of {@code bench.py}: what a loader's thread does with each image, on one thread. */
public final class TrainingInput {
    private static final int PASSES = 40;
    /** Until the compiler is done with it. */
    private static final int WARM_UP = 60;

    private static final Preprocessing INPUT = Preprocessing.colour(224);
    private static final float[] TARGET = new float[INPUT.length()];
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private TrainingInput() {}

    /** Takes the folder of the files. */
    public static void main(String[] args) throws Exception {
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(args[0]))) {
            files = listed.sorted().toList();
        }
        rate(files, Augmentation.randomResizedCrop(0.08), WARM_UP);
        rate(files, Augmentation.none(), WARM_UP);
        new Rounds()
                .fact("threads", 1)
                .row(
                        "decode, random resized crop 224, mirror, normalise",
                        () -> rate(files, Augmentation.randomResizedCrop(0.08), PASSES))
                .row("decode, resize whole to 224, normalise", () -> rate(files, Augmentation.none(), PASSES))
                .answer();
    }

    /** Images by seconds of processor time of this process, whatever its threads do. */
    private static double rate(List<Path> files, Augmentation augmentation, int passes) throws IOException {
        long start = PROCESS.getProcessCpuTime();
        for (int pass = 0; pass < passes; pass++) {
            for (int i = 0; i < files.size(); i++) {
                EncodedImage image =
                        new EncodedImage(Files.readAllBytes(files.get(i)), files.get(i).toString(), 1_000_000);
                augmentation.apply(image, INPUT, Seeds.random(7, "augment", pass, i), TARGET, 0);
            }
        }
        return passes * files.size() / ((PROCESS.getProcessCpuTime() - start) / 1e9);
    }
}
