package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits that are written down, and read again. */
class SplitManifestTest {
    @TempDir
    Path folder;

    /** Ten classes of six images. */
    private final LabeledImages images = TinyImages.of(60, 10, i -> TinyImages.tone(2, 2, i));

    private static LabeledImages collection(List<String> ids, int... labels) {
        return new StreamedImages(
                "tiny",
                ids,
                labels,
                NumberNames.of(9),
                i -> TinyImages.tone(2, 2, i),
                Preprocessing.grey(4),
                Augmentation.none(),
                "");
    }

    /** Rows 0 to 2 are trained on, 3 and 4 are for validation, 5 and 6 for test. */
    private static UpgradeData parts(LabeledImages all) {
        return new UpgradeData(
                "tiny, by hand",
                "by hand",
                4,
                all.subset(new int[] {0}),
                all.subset(new int[] {0, 1, 2}),
                new RetrievalImages(all.subset(new int[] {3}), all.subset(new int[] {4})),
                new RetrievalImages(all.subset(new int[] {5}), all.subset(new int[] {6})));
    }

    private static List<List<Object>> content(UpgradeData data) {
        List<List<Object>> content = new ArrayList<>();
        for (LabeledImages part : List.of(
                data.oldTraining(),
                data.newTraining(),
                data.validation().queries(),
                data.validation().gallery(),
                data.test().queries(),
                data.test().gallery())) {
            content.add(IntStream.range(0, part.size())
                    .<Object>mapToObj(i -> part.id(i) + " " + part.classNames().get(part.label(i)))
                    .sorted()
                    .toList());
        }
        return content;
    }

    @Test
    void linesAreSortedByTheirBytesQuotedAndHashed() throws IOException {
        // By code points U+FFEE is below U+1F600; in Java's own order of characters it is not.
        List<String> ids = List.of("b", "a,1", "\ud83d\ude00", "\uffee", "say \"x\"", "z", "B");
        Path file = folder.resolve("mine.csv");
        SplitManifest manifest = parts(collection(ids, 0, 1, 0, 5, 5, 7, 7)).saveManifest(file);

        String lines = """
                "a,1",1,new_train,train
                "say ""x""\",5,val,gallery
                B,7,test,gallery
                b,0,new_train,train
                b,0,old_train,train
                z,7,test,query
                \uffee,5,val,query
                \ud83d\ude00,0,new_train,train
                """;
        assertThat(Files.readString(file)).isEqualTo("path,label,split,role\n" + lines);
        assertThat(manifest.sha256()).isEqualTo(FormatFiles.sha256(lines.getBytes(StandardCharsets.UTF_8)));
        assertThat(manifest.parts())
                .containsExactly(
                        new SplitManifest.Part("old_train", "train", 1, 1),
                        new SplitManifest.Part("new_train", "train", 3, 2),
                        new SplitManifest.Part("val", "query", 1, 1),
                        new SplitManifest.Part("val", "gallery", 1, 1),
                        new SplitManifest.Part("test", "query", 1, 1),
                        new SplitManifest.Part("test", "gallery", 1, 1));
        assertThat(manifest.rows()).isEqualTo(8);
        assertThat(Json.read(folder.resolve("mine.json"), SplitManifest.class)).isEqualTo(manifest);
        assertThat(folder.resolve("classes.csv")).as("classes are numbers").doesNotExist();
    }

    @Test
    void theHashDependsOnTheSplitAndNotOnTheOrderOfTheImages() {
        UpgradeData data = Datasets.of(images).split(Scenario.extendedClass(0.5), 7);
        int[] order = Seeds.permutation(60, Seeds.random(3, "shuffle"));
        UpgradeData shuffled = Datasets.of(images.subset(order)).split(Scenario.extendedClass(0.5), 7);

        assertThat(shuffled.manifest()).isEqualTo(data.manifest());
        assertThat(Datasets.of(images)
                        .split(Scenario.extendedClass(0.5), 8)
                        .manifest()
                        .sha256())
                .isNotEqualTo(data.manifest().sha256());
        assertThat(data.manifest().toString())
                .startsWith("tiny, extended-class 0.5, seed 7, sha-256 "
                        + data.manifest().sha256().substring(0, 12))
                .contains("old_train train    18 images of 3 classes");
    }

    @Test
    void aFolderOfImagesIsSplitAgainAsItWasWritten() throws IOException {
        byte[] image = TinyImages.pattern(5, 5, 1).toPng();
        for (int c = 0; c < 12; c++) {
            for (int i = 0; i < 4; i++) {
                Path file = folder.resolve("photos/class " + c + "/" + i + ".png");
                Files.createDirectories(file.resolveSibling("."));
                Files.write(file, image);
            }
        }
        UpgradeData data = Datasets.imageFolder(folder.resolve("photos")).split(Scenario.openData(0.5), 3);
        Path file = folder.resolve("photos/splits/mine.csv");
        SplitManifest manifest = data.saveManifest(file);
        UpgradeData read = Datasets.manifest(file).split("mine");

        assertThat(content(read)).isEqualTo(content(data));
        assertThat(read.manifest().sha256()).isEqualTo(manifest.sha256());
        assertThat(Datasets.manifest(folder.resolve("photos")).scenarios()).containsExactly("mine");
    }

    @Test
    void anyCollectionIsSplitAgainToTheLastBit() {
        Path file = folder.resolve("splits/mine.csv");
        UpgradeData data = Datasets.of(images).split(PublishedSplit.MIX_BCT.openData(0.3), 7);
        data.saveManifest(file);
        UpgradeData read = Datasets.splitAsWritten(file, images);

        assertThat(read.oldTraining().fingerprint())
                .isEqualTo(data.oldTraining().fingerprint());
        assertThat(read.newTraining().fingerprint())
                .isEqualTo(data.newTraining().fingerprint());
        assertThat(content(read)).isEqualTo(content(data));
        assertThat(read.scenario()).isEqualTo("mine");
        assertThat(read.origin())
                .as("nobody but their owner can open these images")
                .isEmpty();
        assertThat(folder.resolve("classes.csv"))
                .hasContent("label,name\n"
                        + String.join(
                                "\n",
                                IntStream.range(0, 10)
                                        .mapToObj(c -> c + ",class-" + c)
                                        .toList()));
    }

    @Test
    void imagesThatAreQueriesAmongTheOthersStaySo() {
        LabeledImages all = collection(List.of("a", "b", "c", "d", "e", "f", "g"), 0, 1, 0, 5, 5, 7, 7);
        LabeledImages test = all.subset(new int[] {5, 6});
        UpgradeData data = new UpgradeData(
                "tiny",
                "mine",
                0,
                all.subset(new int[] {0}),
                all.subset(new int[] {0, 1, 2}),
                new RetrievalImages(all.subset(new int[] {3}), all.subset(new int[] {4})),
                new RetrievalImages(test, test));
        Path file = folder.resolve("mine.csv");
        data.saveManifest(file);

        assertThat(Datasets.splitAsWritten(file, all).test().sameCollection()).isTrue();
        assertThat(Datasets.splitAsWritten(file, all).validation().sameCollection())
                .isFalse();
    }

    @Test
    void aManifestThatWasChangedIsRefusedUnlessItsFactsAreGone() throws IOException {
        Path file = folder.resolve("mine.csv");
        Datasets.of(images).split(Scenario.openClass(0.5), 7).saveManifest(file);
        List<String> lines = Files.readAllLines(file);
        lines.remove(lines.size() - 1);
        Files.write(file, lines);

        assertThatThrownBy(() -> Datasets.splitAsWritten(file, images))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("mine.json has the hash")
                .hasMessageContaining("its lines were changed");
        Files.delete(folder.resolve("mine.json"));
        assertThat(Datasets.splitAsWritten(file, images).scenario()).isEqualTo("mine");
    }

    @Test
    void manifestsOfOtherImagesAndImpossibleOnesAreRefused() throws IOException {
        Path file = folder.resolve("mine.csv");
        UpgradeData data = Datasets.of(images).split(Scenario.extendedData(0.5), 7);
        data.saveManifest(file);

        assertThatThrownBy(() -> Datasets.splitAsWritten(file, TinyImages.of(20, 10, images::image)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("mine.csv line ")
                .hasMessageContaining("which tiny does not have");
        assertThatThrownBy(() -> Datasets.splitAsWritten(file, TinyImages.of(60, 12, images::image)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("it is a list of another collection");
        assertThatThrownBy(() -> parts(collection(List.of("a\nb", "b", "c", "d", "e", "f", "g"), 0, 1, 0, 5, 5, 7, 7))
                        .saveManifest(folder.resolve("broken.csv")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("holds a line break");
        Files.writeString(folder.resolve("classes.csv"), "label,name\n0,Cat\n");
        assertThatThrownBy(() -> data.saveManifest(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("a folder of its own");
        UpgradeData mixed = new UpgradeData(
                "two sets",
                "mine",
                0,
                images,
                images,
                data.validation(),
                new RetrievalImages(collection(List.of("x"), 0).subset(new int[] {0}), collection(List.of("y"), 0)));
        assertThatThrownBy(() -> mixed.saveManifest(folder.resolve("other/mine.csv")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the test images of two sets have other classes");
        assertThat(mixed.manifest().rows()).as("they can be counted and hashed").isEqualTo(60 + 60 + 6 + 2);
    }
}
