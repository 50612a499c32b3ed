package io.github.dmu4j.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ctrl-C on a training that runs in a process of its own: exit status 130, a checkpoint, a line that says how to go on, and the
 * same command goes on from there. Linux only: a CI may have started us with Ctrl-C ignored, which {@code env
 * --default-signal} undoes.
 */
@EnabledOnOs(OS.LINUX)
@Tag("slow")
class InterruptTest {
    private static final String LAUNCHER =
            Path.of(System.getProperty("dmu.root")).resolve("dmu").toString();
    private static final int MINUTES = 10;

    @TempDir
    private Path folder;

    @Test
    void aScriptThatTrainsKeepsACheckpointAndTheSameCommandGoesOn() throws Exception {
        Files.writeString(folder.resolve("train.jsh"), """
                var data = Datasets.glyphs(GlyphSettings.frozen().withClasses(30)).split(extendedClass(0.5), 7);
                var plan = EmbeddingModel.training(resNet10(8).widths(4, 4, 4), data.newTraining())
                    .epochs(40)
                    .batchSize(16)
                    .device(cpu())
                    .savingTo(Path.of("model"));
                var model = plan.train();
                System.out.println("trained");
                """);
        List<String> command = List.of("run", "train.jsh");

        Result stopped =
                interruptedOnce(command, () -> !epochs(folder.resolve("model")).isEmpty());

        assertThat(stopped.status()).as(stopped.err()).isEqualTo(130);
        assertThat(stopped.err())
                .contains("Stopping at the next safe point")
                .containsPattern(
                        "stopped at step \\d+ of \\d+: train again with the same plan and folder model to go on");
        assertThat(stopped.out()).isEmpty();
        int before = epochs(folder.resolve("model")).size();
        assertStoppedWithACheckpoint(folder.resolve("model"));

        Result finished = resultOf(start(command));

        assertThat(finished.status()).as(finished.err()).isZero();
        assertThat(finished.out()).isEqualTo("trained\n");
        assertThat(before).as("epochs before the interrupt").isBetween(1, 39);
        assertCompleteWithoutRepeating(folder.resolve("model"), 40);
    }

    @Test
    void quickstartKeepsACheckpointWithinAnEpochAndTheSameCommandGoesOn() throws Exception {
        Path out = folder.resolve("my runs");
        List<String> command = List.of("quickstart", "--epochs", "1", "--out", out.toString());

        Result stopped = interruptedOnce(command, () -> !steps("train DMU").isEmpty());

        assertThat(stopped.status()).as(stopped.err()).isEqualTo(130);
        assertThat(stopped.err())
                .contains("Stopping at the next safe point")
                .endsWith("go on from there with: ./dmu quickstart --epochs 1 --out '" + out + "'\n");
        assertStoppedWithACheckpoint(out.resolve("dmu-seed7"));
        assertThat(epochs(out.resolve("dmu-seed7"))).as("whole epochs").isEmpty();
        assertThat(out.resolve("report.html")).doesNotExist();
        int before = steps("train DMU").get(0);

        Result finished = resultOf(start(command));

        assertThat(finished.status()).as(finished.err()).isZero();
        assertThat(finished.out()).contains("Synthetic data. The report: ");
        assertThat(steps("train DMU").get(0)).as("the first step that is shown").isGreaterThan(before);
        assertThat(steps("train resNet10(64).widths(8, 16, 32)"))
                .as("the old model is there")
                .isEmpty();
        assertCompleteWithoutRepeating(out.resolve("dmu-seed7"), 1);
    }

    private interface Moment {
        boolean hasCome() throws IOException;
    }

    private Result interruptedOnce(List<String> command, Moment moment) throws Exception {
        Process process = start(command);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        while (process.isAlive() && !moment.hasCome() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(process.isAlive()).as("still training: %s", err()).isTrue();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        return resultOf(process);
    }

    /** The steps of a stage that the progress of the present process has shown. */
    private List<Integer> steps(String stage) throws IOException {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(stage) + ".* step (\\d+)/")
                .matcher(err());
        return line.results().map(found -> Integer.valueOf(found.group(1))).toList();
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err.txt"));
    }

    private static void assertStoppedWithACheckpoint(Path run) throws IOException {
        assertThat(Json.read(run.resolve("run.json")).path("status").asText()).isEqualTo("interrupted");
        try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(
                            file -> assertThat(file.getFileName().toString()).matches("step-\\d+\\.safetensors"));
        }
    }

    /** A training that began anew would record its first epochs twice. */
    private static void assertCompleteWithoutRepeating(Path run, int epochs) throws IOException {
        assertThat(Json.read(run.resolve("run.json")).path("status").asText()).isEqualTo("completed");
        List<Integer> numbers = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            numbers.add(epoch);
        }
        assertThat(epochs(run)).isEqualTo(numbers);
    }

    /** The model's epochs that ended, in the order of the run's log, of which the last line may be half written. */
    private static List<Integer> epochs(Path run) throws IOException {
        Path log = run.resolve("events.jsonl");
        List<Integer> epochs = new ArrayList<>();
        if (Files.exists(log)) {
            String text = Files.readString(log);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                if (line.contains("EpochCompleted")) {
                    JsonNode event = Json.mapper().readTree(line);
                    if (!event.path("stage").asText().equals("train upgrade module")) {
                        epochs.add(event.path("epoch").asInt());
                    }
                }
            }
        }
        return epochs;
    }

    private Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", LAUNCHER));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private Result resultOf(Process process) throws Exception {
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Result(process.waitFor(), Files.readString(folder.resolve("out.txt")), err());
    }

    private record Result(int status, String out, String err) {}
}
