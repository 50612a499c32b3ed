package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.face.Faces;
import io.github.dmu4j.data.landmark.Landmarks;
import io.github.dmu4j.data.list.ImageLists;
import io.github.dmu4j.data.small.SmallImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Data of every reader whose images can be trained on is opened again from what a run writes down of it, and says what is missing
 * once its files are elsewhere. Eight classes of four images each; their pixels are not looked at.
 */
class ImageOriginTest {
    private static final int CLASSES = 8;
    private static final int IMAGES = 4 * CLASSES;

    @TempDir
    Path temp;

    private Path folder() throws IOException {
        return Files.createDirectories(temp.resolve("set"));
    }

    private static byte[] records(int labelBytes) {
        ByteBuffer file = ByteBuffer.allocate(IMAGES * (labelBytes + 3072));
        for (int i = 0; i < IMAGES; i++) {
            file.position(i * (labelBytes + 3072));
            for (int b = 0; b < labelBytes; b++) {
                file.put((byte) (i % CLASSES));
            }
        }
        return file.array();
    }

    private static byte[] idx(int... dimensions) {
        int content = IntStream.of(dimensions).reduce(1, (a, b) -> a * b);
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * dimensions.length + content).putInt(0x800 | dimensions.length);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        for (int i = 0; i < content; i++) {
            file.put((byte) (i % CLASSES));
        }
        return file.array();
    }

    private static String hex(int image) {
        return String.format(Locale.ROOT, "%016x", image * 0x1234567890abcdL);
    }

    private static String landmarkPath(int image) {
        String id = hex(image);
        return "train/" + id.charAt(0) + "/" + id.charAt(1) + "/" + id.charAt(2) + "/" + id + ".jpg";
    }

    /** Splits {@code opened}, opens it again, moves the folder away, and looks at what is said then. */
    private void opensAgainUntilItsFolderIsMoved(Supplier<LabeledImages> opened, String missing) throws IOException {
        UpgradeData data =
                Datasets.of(opened.get()).withClassShares(0.5, 0.25, 0.25).split(Scenario.extendedData(0.5), 7);
        DataOrigin origin = throughJson(data.origin().orElseThrow());

        UpgradeData reopened = origin.open(data.scenario(), data.seed());
        assertThat(reopened.manifest()).isEqualTo(data.manifest());
        assertThat(reopened.newTraining().fingerprint())
                .isEqualTo(data.newTraining().fingerprint());
        assertThat(reopened.origin()).isEqualTo(data.origin());

        Path manifest = temp.resolve("mine.csv");
        data.saveManifest(manifest);
        UpgradeData written = Datasets.splitAsWritten(manifest, opened.get());
        assertThat(throughJson(written.origin().orElseThrow())
                        .open(written.scenario(), written.seed())
                        .manifest())
                .isEqualTo(written.manifest());

        Files.move(temp.resolve("set"), temp.resolve("moved"));
        assertThatThrownBy(() -> origin.open(data.scenario(), data.seed()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(missing)
                .hasMessageContaining(temp.resolve("set").toString());
    }

    private static DataOrigin throughJson(DataOrigin origin) throws JsonProcessingException {
        return Json.mapper().readValue(Json.line(origin), DataOrigin.class);
    }

    @Test
    void cifar10() throws IOException {
        Files.write(folder().resolve("data_batch_1.bin"), records(1));
        Files.write(folder().resolve("test_batch.bin"), records(1));
        opensAgainUntilItsFolderIsMoved(
                () -> SmallImages.cifar10(temp.resolve("set")).training(), "data_batch_1.bin");
    }

    @Test
    void cifar100() throws IOException {
        Files.write(folder().resolve("train.bin"), records(2));
        Files.write(folder().resolve("test.bin"), records(2));
        LabeledImages coarse = SmallImages.cifar100Coarse(temp.resolve("set")).test();
        assertThat(coarse.origin().orElseThrow().open().fingerprint()).isEqualTo(coarse.fingerprint());
        // all classes need not occur: those that do are renamed by their numbers, and pools are by name
        opensAgainUntilItsFolderIsMoved(
                () -> SmallImages.cifar100(temp.resolve("set")).test(), "train.bin");
    }

    @Test
    void mnistAndOtherIdxFiles() throws IOException {
        Files.write(folder().resolve("train-images-idx3-ubyte"), idx(IMAGES, 2, 2));
        Files.write(folder().resolve("train-labels-idx1-ubyte"), idx(IMAGES));
        Files.write(folder().resolve("t10k-images-idx3-ubyte"), idx(IMAGES, 2, 2));
        Files.write(folder().resolve("t10k-labels-idx1-ubyte"), idx(IMAGES));
        LabeledImages two = SmallImages.idx(
                temp.resolve("set/train-images-idx3-ubyte"), temp.resolve("set/train-labels-idx1-ubyte"));
        assertThat(two.origin().orElseThrow().open().fingerprint()).isEqualTo(two.fingerprint());
        opensAgainUntilItsFolderIsMoved(
                () -> SmallImages.mnist(temp.resolve("set")).test(), "train-images-idx3-ubyte");
    }

    @Test
    void listsOfPathAndLabel() throws IOException {
        Files.write(
                folder().resolve("list.txt"),
                IntStream.range(0, IMAGES)
                        .mapToObj(i -> "photo " + i + ".jpg " + i % CLASSES)
                        .toList());
        opensAgainUntilItsFolderIsMoved(
                () -> ImageLists.pathLabel(temp.resolve("set/list.txt"), temp.resolve("set")), "list.txt");
    }

    @Test
    void cleanLandmarks() throws IOException {
        Files.writeString(
                folder().resolve("train_clean.csv"),
                "landmark_id,images\n"
                        + IntStream.range(0, CLASSES)
                                .mapToObj(c -> 100 + 7 * c + ","
                                        + IntStream.range(0, 4)
                                                .mapToObj(i -> hex(4 * c + i))
                                                .collect(Collectors.joining(" "))
                                        + "\n")
                                .collect(Collectors.joining()));
        opensAgainUntilItsFolderIsMoved(
                () -> Landmarks.gldv2(temp.resolve("set")).training(), "train_clean.csv");
    }

    @Test
    void landmarksOfALabelList() throws IOException {
        Path list = folder().resolve("label_81313.txt");
        Files.write(
                list,
                IntStream.range(0, IMAGES)
                        .mapToObj(i -> landmarkPath(i) + " " + i % CLASSES)
                        .toList());
        opensAgainUntilItsFolderIsMoved(
                () -> Landmarks.gldv2(temp.resolve("set")).training(list), "label_81313.txt");
    }

    @Test
    void recordsOfFaces() throws IOException {
        ByteArrayOutputStream rec = new ByteArrayOutputStream();
        StringBuilder index = new StringBuilder();
        for (int i = 0; i < IMAGES; i++) {
            index.append(i).append('\t').append(rec.size()).append('\n');
            rec.write(ByteBuffer.allocate(32)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0xced7230a)
                    .putInt(24)
                    .putInt(0)
                    .putFloat(i % CLASSES)
                    .array());
        }
        Files.write(folder().resolve("train.rec"), rec.toByteArray());
        Files.writeString(folder().resolve("train.idx"), index);
        opensAgainUntilItsFolderIsMoved(() -> Faces.recordIo(temp.resolve("set")), "train.rec");
    }

    @Test
    void aSubsetAndAnUnknownReaderCannotBeOpened() throws IOException {
        Files.write(folder().resolve("train.bin"), records(2));
        Files.write(folder().resolve("test.bin"), records(2));
        LabeledImages images = SmallImages.cifar100(temp.resolve("set")).training();

        assertThat(images.subset(new int[] {0, 1}).origin()).isEmpty();
        assertThat(CachedImages.of(images).origin()).isEqualTo(images.origin());
        assertThatThrownBy(() -> ImageOrigin.of("mine").open())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(
                        "no reader of images is called mine; known are gldv2, pathLabel, recordIo, smallImages");
        assertThatThrownBy(
                        () -> ImageOrigin.of("smallImages").with("set", "SVHN").open())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the reader smallImages opens no set \"SVHN\"");
        assertThatThrownBy(
                        () -> ImageOrigin.of("smallImages").with("set", "mnist").open())
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("recorded without \"folder\"");
    }
}
