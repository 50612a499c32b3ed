package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.Experiment;
import io.github.dmu4j.Experiments;
import io.github.dmu4j.run.experiment.LandmarkData;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./dmu upgrade}: the paper's experiments. A new one is a class beside {@link Landmark} and its name in {@code subcommands}. */
@Command(
        name = "upgrade",
        description = "Run a published experiment on your own copy of its data: train, upgrade, measure.",
        synopsisSubcommandLabel = "EXPERIMENT",
        subcommands = {UpgradeCommand.Landmark.class, UpgradeCommand.Face.class})
final class UpgradeCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    UpgradeCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "the experiment is missing: landmark or face");
    }

    /** {@code ./dmu upgrade landmark}. */
    @Command(
            name = "landmark",
            sortOptions = false,
            description = {
                "Google Landmarks v2 clean for training, its public queries for choices; its private queries, Revisited"
                        + " Oxford and Paris (where they are there) for figures. 224 pixels, ResNet-50 with GeM, 512 values,"
                        + " ArcFace 30, 0.3, batch 256, 30 epochs: the paper's settings where it states them."
            },
            footer = {
                "",
                "DIR holds gldv2/ with train/, index/, test/ and their CSV files, and revisitop/datasets/.../gnd_*.pkl.",
                "Interrupted with Ctrl-C, the same command goes on where it stopped. Exit status: 0 done, 1 failed (the",
                "message says what to do), 2 wrong options, 130 stopped. Java's heap: DMU_JVM_OPTS, for example -Xmx32g."
            })
    static final class Landmark extends ExperimentCommand {
        @Option(
                names = "--uncropped-queries",
                description = "Revisited Oxford and Paris with whole query images, not their boxes.")
        private boolean uncropped;

        @Option(
                names = "--training-list",
                paramLabel = "FILE",
                description =
                        "Train on the images and labels of a list of \"train/6/2/d/62d0caa23ab29732.jpg 77574\" lines.")
        private @Nullable Path list;

        @SuppressWarnings("NullAway.Init")
        Landmark() {}

        @Override
        Experiment preset(Path root) {
            LandmarkData data = LandmarkData.in(root);
            data = uncropped ? data.uncroppedQueries() : data;
            return Experiments.landmark(list == null ? data : data.trainingList(list));
        }
    }

    /** {@code ./dmu upgrade face}. */
    @Command(
            name = "face",
            sortOptions = false,
            description = {
                "MS1Mv3 (RecordIO) for training, .bin sets of pairs (LFW, CFP-FP, AgeDB-30) for choices, IJB-C and IJB-B"
                        + " (where they are there) for figures. 112 pixels, 512 values, ArcFace 64, 0.5, batch 512,"
                        + " 30 epochs: the paper's settings where it states them."
            },
            footer = {
                "",
                "DIR holds a folder with train.rec, train.idx, property and *.bin, and IJBC/ with loose_crop/ and meta/.",
                "Interrupted with Ctrl-C, the same command goes on where it stopped. Exit status: 0 done, 1 failed (the",
                "message says what to do), 2 wrong options, 130 stopped. Java's heap: DMU_JVM_OPTS, for example -Xmx32g."
            })
    static final class Face extends ExperimentCommand {
        @SuppressWarnings("NullAway.Init")
        Face() {}

        @Override
        Experiment preset(Path root) {
            return Experiments.face(root);
        }
    }
}
