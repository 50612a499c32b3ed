package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run writes down of its data opens the same data again, after a round through JSON. */
class DataOriginTest {
    @TempDir
    Path folder;

    private static UpgradeData reopened(UpgradeData data) throws JsonProcessingException {
        DataOrigin origin = Json.mapper().readValue(Json.line(data.origin().orElseThrow()), DataOrigin.class);
        return origin.open(data.scenario(), data.seed());
    }

    private static List<Object> identity(UpgradeData data) {
        return List.of(
                data.name(),
                data.scenario(),
                data.seed(),
                data.oldTraining().fingerprint(),
                data.newTraining().fingerprint(),
                data.validation().queries().fingerprint(),
                data.validation().gallery().fingerprint(),
                data.test().queries().fingerprint(),
                data.test().gallery().fingerprint());
    }

    private static void opensAgain(UpgradeData data) throws JsonProcessingException {
        assertThat(identity(reopened(data))).isEqualTo(identity(data));
        assertThat(reopened(data).origin()).isEqualTo(data.origin());
    }

    private void images(String... paths) throws IOException {
        byte[] image = TinyImages.pattern(5, 5, 1).toPng();
        for (String path : paths) {
            Files.createDirectories(folder.resolve(path).resolveSibling("."));
            Files.write(folder.resolve(path), image);
        }
    }

    @Test
    void glyphsOfEveryScenarioOpenAgain() throws JsonProcessingException {
        ImageDataset glyphs = Datasets.glyphs(
                GlyphSettings.frozen().withClasses(12).withImagesPerClass(4).withSize(16));
        for (Scenario scenario : List.of(
                Scenario.extendedData(0.3),
                Scenario.extendedClass(1.0 / 3),
                Scenario.openData(0.5),
                Scenario.openClass(0.5),
                Scenario.extendedBackbone(),
                Scenario.classGrowth(0.5))) {
            opensAgain(glyphs.split(scenario, 7));
        }
        opensAgain(glyphs.withClassShares(0.5, 0.25, 0.25).split(Scenario.extendedData(0.3), 7));
        assertThat(reopened(glyphs.withAugmentation(Augmentation.none()).split(Scenario.extendedData(0.3), 7))
                        .newTraining()
                        .image(3)
                        .pixels())
                .isEqualTo(glyphs.split(Scenario.extendedData(0.3), 7)
                        .newTraining()
                        .image(3)
                        .pixels());
    }

    @Test
    void foldersOpenAgainWithTheirChoices() throws IOException {
        for (int c = 0; c < 10; c++) {
            images("class" + c + "/0.png", "class" + c + "/1.png");
        }
        images("single/0.png");
        Files.writeString(folder.resolve("class3/broken.png"), "no image");
        ImageFolderDataset photos = Datasets.imageFolder(folder).skippingCorrupt();

        opensAgain(photos.allowingSingletons().split(Scenario.extendedClass(0.5), 3));
        opensAgain(photos.withClassShares(0.4, 0.3, 0.3).allowingSingletons().split(Scenario.openClass(0.5), 3));
    }

    @Test
    void manifestsOpenAgainAsWrittenAndDividedAnew() throws IOException {
        images("i/a1.png", "i/a2.png", "i/b1.png", "i/v1.png", "i/v2.png", "i/t1.png", "i/t2.png");
        Files.writeString(folder.resolve("mine.csv"), """
                path,label,split,role
                i/a1.png,0,old_train,train
                i/a2.png,0,new_train,train
                i/b1.png,1,new_train,train
                i/v1.png,2,val,query
                i/v2.png,2,val,gallery
                i/t1.png,3,test,query
                i/t2.png,3,test,gallery
                """);
        ManifestDataset manifest = Datasets.manifest(folder.resolve("mine.csv"));

        opensAgain(manifest.split("mine"));
        opensAgain(manifest.split(Scenario.openClass(0.5), 2));
    }

    @Test
    void omniglotOpensAgain() throws IOException {
        Path archive = folder.resolve("images_background.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (String alphabet : List.of("Greek", "Korean", "Latin")) {
                for (int character = 1; character < 3; character++) {
                    for (int drawer = 1; drawer < 4; drawer++) {
                        zip.putNextEntry(new ZipEntry("images_background/" + alphabet + "/character0" + character
                                + "/0001_0" + drawer + ".png"));
                    }
                }
            }
        }
        opensAgain(Datasets.omniglot(archive).split(Scenario.extendedData(0.5), 1));
    }

    @Test
    void aScenarioOfOnesOwnHasNoOriginAndAnUnknownNameListsTheKnownOnes() {
        ImageDataset glyphs = Datasets.glyphs(
                GlyphSettings.frozen().withClasses(12).withImagesPerClass(4).withSize(16));
        Scenario own = new Scenario() {
            @Override
            public String name() {
                return "extended-class 0.5";
            }

            @Override
            public ScenarioSplit split(List<String> ids, int[] labels, long seed) {
                return new ScenarioSplit(new int[] {0, 1}, new int[] {0, 1, 2});
            }
        };
        assertThat(glyphs.split(own, 1).origin()).isEmpty();
        assertThatThrownBy(() -> Scenario.named("half 0.5"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no scenario is called half 0.5; known are extended-data, extended-class");
    }

    @Test
    void splitsOfOtherProjectsAndOfListsOpenAgain() throws IOException {
        ImageDataset glyphs = Datasets.glyphs(
                GlyphSettings.frozen().withClasses(30).withImagesPerClass(4).withSize(16));
        opensAgain(glyphs.split(PublishedSplit.MIX_BCT.openClass(0.3), 7));
        opensAgain(glyphs.split(SequenceSplit.ofImages(4).step(3), 7));
        LabeledImages old = glyphs.split(Scenario.extendedClass(0.3), 1).oldTraining();
        Path list = Files.write(
                folder.resolve("old.txt"),
                IntStream.range(0, old.size())
                        .mapToObj(i -> old.id(i) + " " + old.label(i))
                        .toList());

        opensAgain(glyphs.split(Scenario.listed(list), 7));
        assertThat(glyphs.split(Scenario.listed(list), 7).oldTraining().fingerprint())
                .isEqualTo(old.fingerprint());
    }
}
