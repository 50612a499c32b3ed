package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Checkpoint;
import io.github.dmu4j.method.CheckpointSink;
import io.github.dmu4j.model.DeviceGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    Path temporary;

    private static ObjectNode plan(int epochs) {
        ObjectNode plan = Json.mapper().createObjectNode();
        plan.put("seed", 7L);
        plan.putObject("training").put("epochs", epochs).put("learningRate", 1e-4);
        return plan;
    }

    private RunDirectory open(int epochs) {
        return RunDirectory.open(temporary.resolve("run"), plan(epochs), Map.of("device", "cpu()"));
    }

    private static UpgradeEvent epoch(int number) {
        return new UpgradeEvent.EpochCompleted("train \u00e4", number, 3, Map.of("classification", 1.5), 0.5);
    }

    @Test
    void theRecordHoldsPlanEnvironmentSchemaAndStatus() {
        JsonNode record = open(3).record();

        assertThat(record.path("schemaVersion").asInt()).isEqualTo(1);
        assertThat(record.path("status").asText()).isEqualTo("running");
        assertThat(record.path("environment").path("device").asText()).isEqualTo("cpu()");
        assertThat(record.path("plan"))
                .isEqualTo(Json.read(temporary.resolve("run/run.json")).path("plan"));
        assertThat(record.path("plan").path("training").path("epochs").asInt()).isEqualTo(3);
        assertThat(record.path("started").asText()).isNotEmpty();
    }

    @Test
    void provenanceNamesVersionsPlatformDeviceAndThreads() {
        assertThat(Provenance.of(DeviceGroup.of(Device.cpu())))
                .containsOnlyKeys("dmu4j", "java", "os", "engine", "device", "search", "threads")
                .containsEntry("device", "cpu()")
                .allSatisfy((key, value) -> assertThat(value).isNotBlank());
    }

    @Test
    void theSamePlanReopensWhateverTheEnvironmentAndAnotherIsRefusedNamingTheDifference() {
        open(3).update("interrupted", Map.of());

        RunDirectory again = RunDirectory.open(temporary.resolve("run"), plan(3), Map.of("device", "gpu(0)"));

        assertThat(again.record().path("status").asText()).isEqualTo("running");
        assertThatThrownBy(() -> open(5))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("training.epochs (stored 3, asked 5)")
                .hasMessageNotContaining("seed")
                .hasMessageNotContaining("learningRate");
    }

    @Test
    void aFolderOfSomethingElseIsRefusedAndAnEmptyOneTaken() throws IOException {
        Path foreign = Files.createDirectory(temporary.resolve("photos"));
        Files.writeString(foreign.resolve("cat.jpg"), "meow");
        Path empty = Files.createDirectory(temporary.resolve("empty"));

        assertThatThrownBy(() -> RunDirectory.open(foreign, plan(3), Map.of()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is not empty and holds no run.json");
        assertThat(foreign).isDirectoryNotContaining("glob:**.json");
        assertThat(RunDirectory.open(empty, plan(3), Map.of()).root()).isEqualTo(empty);
    }

    @Test
    void aRunOfANewerVersionIsRefusedBeforeItsPlanIsCompared() {
        open(3);
        Path file = temporary.resolve("run/run.json");
        ObjectNode record = (ObjectNode) Json.read(file);
        record.put("schemaVersion", 9);
        Json.write(file, record);

        assertThatThrownBy(() -> open(5))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("newer version (schema 9")
                .hasMessageContaining("update dmu4j");
    }

    @Test
    void aFolderThatCannotBeMadeIsAClearErrorAndNothingIsLeft() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "not a folder");

        assertThatThrownBy(() -> RunDirectory.open(file.resolve("run"), plan(3), Map.of()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cannot write")
                .hasMessageContaining("choose a folder that you may write to");
        assertThat(temporary).isDirectoryContaining(p -> p.equals(file));
    }

    @Test
    void eventsAreReadBackAfterALastLineWasCutOffWithinACharacterAndNoneIsLostLater() throws IOException {
        RunDirectory run = open(3);
        UpgradeListener log = run.eventLog();
        log.on(epoch(1));
        log.on(new UpgradeEvent.Validated("train \u00e4", 1, "new-to-old", "mAP", 0.25));
        log.on(epoch(2));
        Path file = run.root().resolve("events.jsonl");
        byte[] whole = Files.readAllBytes(file);
        int cut = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\u00c3') + 1; // first half of the umlaut
        Files.write(file, java.util.Arrays.copyOf(whole, cut), StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(run.events())
                .containsExactly(epoch(1), new UpgradeEvent.Validated("train \u00e4", 1, "new-to-old", "mAP", 0.25));
        open(3).eventLog().on(epoch(2));
        assertThat(run.events()).hasSize(3).endsWith(epoch(2));
    }

    @Test
    void aCheckpointComesBackExactlyAndOnlyTheNewestTwoAreKept() {
        CheckpointSink sink = open(3).checkpoints("model", "go on");
        assertThat(sink.latest()).isEmpty();
        for (long step : new long[] {2, 10, 9}) {
            sink.save(new Checkpoint(
                    step,
                    Map.of("network/a", new float[] {1, Float.MIN_VALUE, -0f}),
                    Map.of("classification", 0.1 + 0.2, "drift", 1e-300)));
        }

        Checkpoint latest = sink.latest().orElseThrow();

        assertThat(latest.step()).isEqualTo(10);
        assertThat(latest.arrays().get("network/a")).containsExactly(1, Float.MIN_VALUE, -0f);
        assertThat(latest.lossSums()).isEqualTo(Map.of("classification", 0.1 + 0.2, "drift", 1e-300));
        assertThat(temporary.resolve("run/checkpoints/model"))
                .isDirectoryNotContaining("glob:**step-000000002*")
                .isDirectoryContaining("glob:**step-000000009*");
        open(3).dropCheckpoints("model");
        assertThat(sink.latest()).isEmpty();
        assertThat(sink.resumeHint()).isEqualTo("go on");
    }
}
