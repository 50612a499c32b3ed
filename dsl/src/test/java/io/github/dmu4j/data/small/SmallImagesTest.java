package io.github.dmu4j.data.small;

import static io.github.dmu4j.data.FormatFiles.bytes;
import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static io.github.dmu4j.data.FormatFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixtures and expected values by formats/small_images.py. */
class SmallImagesTest {
    private static final JsonNode EXPECTED = FormatFiles.json("small/expected.json");

    @TempDir
    Path temp;

    private Path copy(String name) {
        return FormatFiles.copy("small/" + name, temp.resolve(name));
    }

    private static void assertIsExpected(String key, LabeledImages images) {
        JsonNode expected = EXPECTED.get(key);
        assertThat(images.labels()).as(key).isEqualTo(FormatFiles.ints(expected.get("labels")));
        for (int i = 0; i < images.size(); i++) {
            assertThat(FormatFiles.sha256(images.image(i).pixels()))
                    .as(key + " " + i)
                    .isEqualTo(expected.get("sha256").get(i).asText());
        }
        assertThat(IntStream.range(0, images.size()).mapToObj(images::id).distinct())
                .hasSize(images.size());
        assertThat(images.fingerprint()).hasSize(64);
    }

    private static void readAll(TrainingAndTest set) {
        for (LabeledImages images : List.of(set.training(), set.test())) {
            IntStream.range(0, images.size()).forEach(images::image);
        }
    }

    @Test
    void cifar10IsReadPixelForPixel() {
        TrainingAndTest set = SmallImages.cifar10(FormatFiles.path("small/cifar10"));
        assertIsExpected("cifar10 training", set.training());
        assertIsExpected("cifar10 test", set.test());
        assertThat(set.training().id(4)).isEqualTo("data_batch_2.bin/1");
        assertThat(set.training().classNames())
                .hasSize(10)
                .startsWith("airplane")
                .endsWith("truck");
        assertThat(set.training().preprocessing()).isEqualTo(Preprocessing.colour(32));
        assertThat(set.training().summary()).contains("found 5 training images, the card of CIFAR-10 says 50,000");
    }

    @Test
    void cifar100HasFineAndCoarseClasses() {
        Path folder = FormatFiles.path("small/cifar100");
        TrainingAndTest fine = SmallImages.cifar100(folder);
        assertIsExpected("cifar100 training", fine.training());
        assertIsExpected("cifar100 test", fine.test());
        assertIsExpected("cifar100 coarse", SmallImages.cifar100Coarse(folder).training());
        assertThat(fine.training().classNames()).hasSize(100).startsWith("0");
        assertThat(SmallImages.cifar100Coarse(folder).training().classNames()).hasSize(20);
    }

    @Test
    void cifarOfAWrongLengthLabelOrNameIsRefused() throws IOException {
        Path folder = copy("cifar10");
        Path test = folder.resolve("test_batch.bin");
        FormatFiles.truncated(
                test, 441, length -> refused(() -> readAll(SmallImages.cifar10(folder)), "test_batch.bin", "3073"));
        byte[] whole = bytes(test);
        write(test, Arrays.copyOf(whole, 3073));
        assertThat(SmallImages.cifar10(folder).test().size()).isEqualTo(1);
        whole[3073] = 10;
        write(test, whole);
        refused(() -> SmallImages.cifar10(folder), "test_batch.bin at byte 3073", "has label 10", "0 to 9");
        whole[3073] = -1;
        write(test, whole);
        refused(() -> SmallImages.cifar10(folder), "has label 255");
        Files.delete(test);
        refused(() -> SmallImages.cifar10(folder), "no file", "test_batch.bin");
        refused(() -> SmallImages.cifar10(temp), "data_batch_1.bin");
        refused(() -> SmallImages.cifar100(folder), "train.bin");
        write(folder.resolve("batches.meta.txt"), "cat\ndog\n");
        refused(() -> SmallImages.cifar10(folder), "batches.meta.txt", "2 names");
        write(folder.resolve("batches.meta.txt"), "cat\n".repeat(11));
        refused(() -> SmallImages.cifar10(folder), "batches.meta.txt line 11");
    }

    @Test
    void aFileThatBecameShorterIsRefusedWhenAnImageIsRead() {
        Path folder = copy("cifar10");
        TrainingAndTest set = SmallImages.cifar10(folder);
        write(folder.resolve("data_batch_2.bin"), new byte[100]);
        refused(() -> set.training().image(4), "data_batch_2.bin", "shorter");
        assertThat(set.training().image(0).width()).isEqualTo(32);
    }

    @Test
    void idxIsReadPixelForPixelPlainAndPacked() {
        TrainingAndTest set = SmallImages.mnist(FormatFiles.path("small/mnist"));
        assertIsExpected("mnist training", set.training());
        assertIsExpected("mnist test", set.test());
        assertThat(set.training().image(0).width()).isEqualTo(4);
        assertThat(set.training().image(0).height()).isEqualTo(6);
        assertThat(set.training().classNames()).hasSize(256);
        assertThat(set.training().preprocessing()).isEqualTo(Preprocessing.grey(6));
        assertThat(set.training().name()).isEqualTo("mnist training");
    }

    private Path mnist() {
        return copy("mnist");
    }

    private static byte[] header(byte[] whole, int at, int value) {
        byte[] copy = whole.clone();
        for (int i = 0; i < 4; i++) {
            copy[at + i] = (byte) (value >>> (24 - 8 * i));
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 12})
    void absurdDimensionsAreRefusedWithoutMemoryForThem(int at) {
        Path folder = mnist();
        Path images = folder.resolve("train-images-idx3-ubyte");
        byte[] whole = bytes(images);
        for (int value : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 0x1fffffff, 100, 0, 1}) {
            write(images, header(whole, at, value));
            refused(() -> SmallImages.mnist(folder), "train-images-idx3-ubyte");
        }
    }

    @Test
    void dimensionsWhoseProductOverflowsAreRefused() {
        Path folder = mnist();
        Path images = folder.resolve("train-images-idx3-ubyte");
        byte[] whole = bytes(images);
        byte[] absurd = header(header(header(whole, 4, 1 << 30), 8, 1 << 30), 12, 1 << 4); // 2^64, which is 0 in a long
        write(images, absurd);
        refused(() -> SmallImages.mnist(folder), "dimension 1", "at byte 4");
    }

    @Test
    void otherKindsOfIdxAreRefused() {
        Path folder = mnist();
        Path images = folder.resolve("train-images-idx3-ubyte");
        Path labels = folder.resolve("train-labels-idx1-ubyte");
        refused(() -> SmallImages.idx(labels, images), "swapped", "0x00000801", "0x00000803");
        byte[] whole = bytes(images);
        write(images, header(whole, 0, 0x00000d03)); // floats
        refused(() -> SmallImages.mnist(folder), "0x00000d03", "unsigned bytes");
        write(images, header(whole, 0, 0x03080000));
        refused(() -> SmallImages.mnist(folder), "0x03080000");
        write(images, whole);
        write(labels, Arrays.copyOf(header(bytes(labels), 4, 4), 12));
        refused(() -> SmallImages.mnist(folder), "has 5 images", "has 4 labels");
        write(images, "not gzip");
        Path packed = folder.resolve("x.gz");
        write(packed, "not gzip either");
        refused(() -> SmallImages.idx(packed, labels), "x.gz", "cannot unpack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte",
                "t10k-images.idx3-ubyte.gz",
                "t10k-labels-idx1-ubyte.gz"
            })
    void truncatedAndTooLongFilesAreRefusedAndFlippedBytesNeverCrash(String name) {
        Path folder = mnist();
        Path file = folder.resolve(name);
        byte[] whole = bytes(file);
        FormatFiles.truncated(file, 1, length -> refused(() -> readAll(SmallImages.mnist(folder)), folder.toString()));
        FormatFiles.flipped(
                file,
                1,
                at -> assertThat(problem(() -> readAll(SmallImages.mnist(folder))))
                        .isNotNull());
        if (!name.endsWith(".gz")) {
            write(file, Arrays.copyOf(whole, whole.length + 1));
            refused(() -> SmallImages.mnist(folder), name, "which says");
        }
    }

    @Test
    void aMissingFileOfAFolderIsNamed() throws IOException {
        Path folder = mnist();
        Files.delete(folder.resolve("train-labels-idx1-ubyte"));
        refused(() -> SmallImages.mnist(folder), "train-labels-idx1-ubyte", ".gz");
        refused(() -> SmallImages.idx(folder.resolve("a"), folder.resolve("b")), "no file");
        refused(() -> SmallImages.idx(folder, folder), "folder");
    }
}
