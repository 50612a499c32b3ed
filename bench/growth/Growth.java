package io.github.dmu4j.bench;

import ai.djl.Device;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.ClassIndex;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.method.ValidationProbe;
import io.github.dmu4j.model.Backbone;
import io.github.dmu4j.model.Backbones;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.HeadSpec;
import io.github.dmu4j.retrieval.SelfMatches;
import io.github.dmu4j.retrieval.Similarity;
import io.github.dmu4j.retrieval.SimilaritySearch;
import io.github.dmu4j.train.ModelTraining;
import io.github.dmu4j.train.TrainingSettings;
import io.github.dmu4j.train.TrainingTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/** One point of a curve in a process of its own, so that its peak of memory is its own: {@code bench.py} says which. */
public final class Growth {
    private static final int QUERIES = 1_000;
    private static final int STEPS = 12;

    private Growth() {}

    /** Prints seconds and megabytes; {@code args}: what, and its numbers. */
    public static void main(String[] args) throws Exception {
        int value = Integer.parseInt(args[1]);
        HeadSpec head = HeadSpec.landmarks();
        double seconds =
                switch (args[0]) {
                    case "gallery" -> search(value, Integer.parseInt(args[2]));
                    case "classes" -> {
                        double rate = Double.parseDouble(args[2]);
                        yield step(small(512), 32, value, 128, rate < 1 ? head.sampled(rate) : head);
                    }
                    case "dimension" -> step(small(value), 32, 1_000, 128, head);
                    case "batch" -> step(Backbones.resNet18(512), 64, 1_000, value, head) / value;
                    default -> throw new IllegalArgumentException(args[0]);
                };
        System.out.printf(Locale.ROOT, "{\"seconds\": %.6f, \"megabytes\": %.1f}%n", seconds, peakMegabytes());
    }

    private static Backbone small(int dimension) {
        return Backbones.resNet10(dimension).widths(16, 32, 64);
    }

    /** The second of two searches. */
    private static double search(int rows, int dimension) throws Exception {
        FloatMatrix gallery = random(rows, dimension, 1);
        FloatMatrix queries = random(QUERIES, dimension, 2);
        SimilaritySearch search = SimilaritySearch.fastest();
        Rounds.Work work = () -> {
            var found = search.search(
                    Similarity.INNER_PRODUCT, queries, gallery, 100, SelfMatches.NONE, Cancellation.NEVER);
            if (found.indices(0).length != 100) {
                throw new IllegalStateException();
            }
        };
        work.run();
        return Rounds.seconds(work);
    }

    private static FloatMatrix random(int rows, int columns, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    /** Median seconds of a training step, of those after the first four. */
    private static double step(Backbone net, int side, int classes, int batch, HeadSpec head) {
        Noise images = new Noise(side, classes, Math.max(classes, batch * (STEPS + 1)));
        TrainingSettings settings = TrainingSettings.DEFAULTS
                .withEpochs(1)
                .withWarmUpEpochs(0)
                .withBatchSize(batch)
                .withLearningRate(0.01)
                .withHead(head)
                .withCheckpointSeconds(1e9)
                .withValidateEvery(0);
        List<Long> ends = new ArrayList<>();
        try {
            ModelTraining.train(new TrainingTask(
                            "growth", net, new Independent(), images, ClassIndex.of(images.labels()), Optional.empty(), settings, 7,
                            DeviceGroup.of(Device.cpu()), CheckpointSink.NONE, ValidationProbe.NONE,
                            event -> {
                                if (event instanceof UpgradeEvent.StepCompleted) {
                                    ends.add(System.nanoTime());
                                }
                            },
                            () -> ends.size() == STEPS))
                    .embedder()
                    .close();
        } catch (io.github.dmu4j.base.RunCancelled enough) {
            // as planned
        }
        List<Double> seconds = new ArrayList<>();
        for (int i = 4; i < ends.size(); i++) {
            seconds.add((ends.get(i) - ends.get(i - 1)) / 1e9);
        }
        Collections.sort(seconds);
        return seconds.get(seconds.size() / 2);
    }

    private static double peakMegabytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(text -> text.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
    }
}
