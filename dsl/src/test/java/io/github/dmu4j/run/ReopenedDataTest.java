package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.Scenario;
import io.github.dmu4j.data.UpgradeData;
import io.github.dmu4j.data.list.ImageLists;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.model.DeviceGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record of a run on a reader's images, without training: it holds the split, and opens the data by its folder alone. */
class ReopenedDataTest {
    @TempDir
    Path temp;

    @Test
    void aRunOnAListOfImagesIsOpenedByItsFolderAlone() throws IOException {
        Path photos = Files.createDirectories(temp.resolve("photos"));
        Path list = Files.write(
                photos.resolve("list.txt"),
                IntStream.range(0, 32)
                        .mapToObj(i -> "photo-" + i + ".jpg " + i % 8)
                        .toList());
        UpgradeData data = Datasets.of(ImageLists.pathLabel(list, photos)).split(Scenario.openClass(0.5), 7);
        Path run = temp.resolve("run");
        try (FrozenModel old = TinyUpgrade.oldModel()) {
            UpgradeTask task = new UpgradeTask(
                    old,
                    Optional.of(TinyUpgrade.NET),
                    Optional.empty(),
                    TinyUpgrade.dmu(),
                    data,
                    TinyUpgrade.SETTINGS,
                    5,
                    DeviceGroup.of(Device.cpu()),
                    Optional.of(run),
                    UpgradeListener.NONE,
                    Cancellation.NEVER);
            RunSources.keep(RunDirectory.open(run, PlanRecord.of(task), Map.of()), task);
        }

        SavedRun saved = SavedRun.open(run);
        assertThat(saved.data().manifest()).isEqualTo(data.manifest());
        assertThat(RunDirectory.existing(run)
                        .record()
                        .path("sources")
                        .path("split")
                        .path("sha256")
                        .asText())
                .isEqualTo(data.manifest().sha256());

        Files.move(photos, temp.resolve("moved"));
        assertThatThrownBy(saved::data)
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cannot be opened again: there is no file " + list)
                .hasMessageContaining("pass it: UpgradePlan.resume(run, data)");
        assertThat(saved.checked(
                        Datasets.of(ImageLists.pathLabel(temp.resolve("moved/list.txt"), temp.resolve("moved")))
                                .split(Scenario.openClass(0.5), 7)))
                .isNotNull();
    }
}
