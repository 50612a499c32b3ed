package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that NumPy wrote (src/test/python/npy_fixtures.py). */
class NpyTest {
    /** Element (i, j) is i + j / 4, as the script says. */
    private static final FloatMatrix MATRIX =
            FloatMatrix.ofRows(new float[][] {{0, .25f, .5f, .75f}, {1, 1.25f, 1.5f, 1.75f}, {2, 2.25f, 2.5f, 2.75f}});

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"littlef2", "littlef4", "littlef8", "bigf2", "bigf4", "bigf8", "fortran", "version2", "version3"
            })
    void matricesOfEveryFloatingTypeOrderAndVersionAreRead(String name) {
        assertThat(Npy.readMatrix(fixture(name + ".npy"))).isEqualTo(MATRIX);
        assertThat(Npy.read(fixture(name + ".npy")).toMatrix()).isEqualTo(MATRIX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"i1", "i2", "i4", "i8", "big-i4"})
    void signedWholeNumbersAreRead(String name) {
        assertThat(Npy.read(fixture(name + ".npy")).toLongs()).containsExactly(0, 1, 100, -5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "u2", "u4", "u8"})
    void unsignedWholeNumbersAreRead(String name) {
        assertThat(Npy.read(fixture(name + ".npy")).toInts()).containsExactly(0, 1, 100, 200);
    }

    @Test
    void booleansAndTextAreRead() {
        assertThat(Npy.read(fixture("bool.npy")).toInts()).containsExactly(1, 0, 1);
        assertThat(Npy.read(fixture("text.npy")).toStrings()).containsExactly("a", "\u00e9t\u00e9", "\ud83d\ude00!");
        assertThat(Npy.read(fixture("text-big.npy")).toStrings()).containsExactly("a", "\u00e9t\u00e9");
        assertThat(Npy.read(fixture("bytes.npy")).toStrings()).containsExactly("one", "three");
    }

    @Test
    void writtenFilesEqualNumPysByteForByte() throws IOException {
        Path file = folder.resolve("file.npy");
        Npy.write(file, MATRIX, FloatType.FLOAT32);
        assertThat(file).hasSameBinaryContentAs(fixture("littlef4.npy"));
        Npy.write(file, MATRIX, FloatType.FLOAT16);
        assertThat(file).hasSameBinaryContentAs(fixture("littlef2.npy"));
        Npy.write(file, NpyArray.of(0, 1, 100, -5));
        assertThat(file).hasSameBinaryContentAs(fixture("i8.npy"));
        Npy.write(file, NpyArray.of(List.of("a", "\u00e9t\u00e9", "\ud83d\ude00!")));
        assertThat(file).hasSameBinaryContentAs(fixture("text.npy"));
        try (var listing = Files.list(folder)) {
            assertThat(listing).containsExactly(file);
        }
    }

    @Test
    void floatsSurviveToTheBitAcrossChunks() {
        float[] values = new float[3 * 100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i) * 1e-3f;
        }
        FloatMatrix matrix = FloatMatrix.wrap(100_000, 3, values);
        Path file = folder.resolve("big.npy");
        Npy.write(file, matrix, FloatType.FLOAT32);
        assertThat(Npy.readMatrix(file)).isEqualTo(matrix);
        assertThat(Npy.read(file).toMatrix()).isEqualTo(matrix);
    }

    @Test
    void npzIsReadPlainAndCompressedAndWrittenSoThatEqualArraysGiveEqualBytes() {
        Map<String, NpyArray> plain = Npz.read(fixture("plain.npz"));
        assertThat(plain.keySet()).containsExactly("vectors", "labels", "ids");
        assertThat(Objects.requireNonNull(plain.get("vectors")).toMatrix()).isEqualTo(MATRIX);
        assertThat(Objects.requireNonNull(plain.get("labels")).toInts()).containsExactly(7, 8, 7);
        assertThat(Objects.requireNonNull(plain.get("ids")).toStrings()).containsExactly("x", "y", "z");
        NpyArray compressed = Npz.read(fixture("compressed.npz")).get("embeddings");
        assertThat(Objects.requireNonNull(compressed).toMatrix()).isEqualTo(MATRIX);

        Npz.write(folder.resolve("a.npz"), plain);
        Npz.write(folder.resolve("b.npz"), new LinkedHashMap<>(plain));
        assertThat(folder.resolve("a.npz")).hasSameBinaryContentAs(folder.resolve("b.npz"));
        assertThat(Objects.requireNonNull(Npz.read(folder.resolve("a.npz")).get("vectors"))
                        .toMatrix())
                .isEqualTo(MATRIX);
    }

    @Test
    void bfloat16IsRefusedWithTheConversion() {
        assertThatThrownBy(() -> Npy.read(fixture("bfloat16.npy")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("bfloat16")
                .hasMessageContaining("astype(numpy.float32)");
        assertThatThrownBy(() -> Npy.readMatrix(fixture("bf16.safetensors")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("safetensors")
                .hasMessageContaining("BF16")
                .hasMessageContaining("tensor.float().numpy()");
    }

    @Test
    void otherFilesAreRefusedWithTheReason() throws IOException {
        refused(fixture("complex.npy"), "<c16");
        refused(fixture("structured.npy"), "structured");
        refused(fixture("plain.npz"), "EmbeddingSet.npz");
        refused(folder.resolve("absent.npy"), "no such file");
        byte[] whole = Files.readAllBytes(fixture("littlef4.npy"));
        for (int length : new int[] {0, 5, 9, 60, whole.length - 1, whole.length + 1}) {
            Path damaged = folder.resolve("damaged.npy");
            Files.write(damaged, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Npy.read(damaged)).isInstanceOf(DmuException.class);
            assertThatThrownBy(() -> Npy.readMatrix(damaged)).isInstanceOf(DmuException.class);
        }
        assertThatThrownBy(() -> Npy.readMatrix(fixture("cube.npy"))).hasMessageContaining("reshape");
        assertThatThrownBy(() -> Npy.readMatrix(fixture("text.npy"))).isInstanceOf(DmuException.class);
        assertThatThrownBy(() -> Npy.read(fixture("littlef4.npy")).toLongs()).hasMessageContaining("0.25");
    }

    @Test
    void aShapeBeyondAllMemoryIsRefusedBeforeAnythingIsAllocated() throws IOException {
        byte[] whole = Files.readAllBytes(fixture("littlef4.npy"));
        String header = new String(whole, 0, 128, StandardCharsets.ISO_8859_1);
        for (String shape : List.of("(999999999, 9)", "(9999999999999999, 9999999)")) {
            String claimed = header.replace("(3, 4)", shape).substring(0, 127 - 0) + "\n";
            Path file = folder.resolve("claims.npy");
            Files.write(file, claimed.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> Npy.readMatrix(file)).isInstanceOf(DmuException.class);
            assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(DmuException.class);
        }
    }

    @Test
    void aFiniteValueTooLargeForFloat16IsRefusedAndNothingIsWritten() {
        Path file = folder.resolve("half.npy");
        FloatMatrix large = FloatMatrix.ofRows(new float[][] {{1, 70_000}});
        assertThatThrownBy(() -> Npy.write(file, large, FloatType.FLOAT16))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("65504");
        assertThat(folder).isEmptyDirectory();
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(reason);
    }

    private static Path fixture(String name) {
        try {
            return Path.of(Objects.requireNonNull(NpyTest.class.getResource("/npy/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
