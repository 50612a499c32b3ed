package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.base.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingSetTest {
    private static final FloatMatrix VECTORS =
            FloatMatrix.ofRows(new float[][] {{.6f, .8f}, {1, 0}, {0, -1}, {-.8f, .6f}});
    private static final List<String> IDS = List.of("a", "b", "c", "d\u00e9");
    private static final VectorContract CONTRACT =
            new VectorContract(1, "abc", 2, true, "cosine", "grey-28", Generation.OLD);

    @TempDir
    Path folder;

    private static EmbeddingSet full() {
        return EmbeddingSet.of(IDS, VECTORS, new int[] {1, 0, 1, 1}, List.of("cat", "dog"), CONTRACT);
    }

    @Test
    void otherFormatsThanNpyAreNotWrittenUnderTheirNames() {
        EmbeddingSet set = EmbeddingSet.of(FloatMatrix.ofRows(new float[][] {{1, 2}}));

        assertThatThrownBy(() -> set.save(Path.of("vectors.csv")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("asked for vectors.csv: give it a name that ends in .npy");
    }

    @Test
    void whatIsSavedIsLoadedWithContractIdsAndLabels() {
        Path file = folder.resolve("v.npy");
        full().save(file);
        EmbeddingSet loaded = EmbeddingSet.load(file);
        assertThat(loaded.vectors()).isEqualTo(VECTORS);
        assertThat(loaded.ids()).isEqualTo(IDS);
        assertThat(loaded.labels()).contains(new int[] {1, 0, 1, 1});
        assertThat(loaded.classNames()).containsExactly("cat", "dog");
        assertThat(loaded.contract()).isEqualTo(CONTRACT);
        assertThat(EmbeddingSet.npy(file).contract()).isEqualTo(CONTRACT);
    }

    @Test
    void aBareSetSurvivesSavingToo() {
        Path file = folder.resolve("bare.npy");
        EmbeddingSet.of(VECTORS).save(file);
        EmbeddingSet loaded = EmbeddingSet.load(file);
        assertThat(loaded.hasRowNumberIds()).isTrue();
        assertThat(loaded.ids()).containsExactly("0", "1", "2", "3");
        assertThat(loaded.labels()).isEmpty();
        assertThat(loaded.contract()).isEqualTo(VectorContract.unknown(2));
    }

    @Test
    void float16IsHalfAsLargeAndWithinItsRounding() throws IOException {
        full().save(folder.resolve("v.npy"), FloatType.FLOAT16);
        assertThat(Files.size(folder.resolve("v.npy"))).isEqualTo(128 + 4 * 2 * 2);
        // 0.6 and 0.8 lie in [0.5, 1): halves are 2^-11 apart there
        float[] loaded = EmbeddingSet.load(folder.resolve("v.npy")).vectors().values();
        for (int i = 0; i < loaded.length; i++) {
            assertThat(Math.abs(loaded[i] - VECTORS.values()[i])).isLessThanOrEqualTo(0x1p-12f);
        }
    }

    @Test
    void vectorsChangedBehindTheSidecarAreRefused() {
        Path file = folder.resolve("v.npy");
        full().save(file);
        Npy.write(file, VECTORS.select(new int[] {1, 0, 2, 3}), FloatType.FLOAT32);
        assertThatThrownBy(() -> EmbeddingSet.load(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("v.json");
        assertThatThrownBy(() -> EmbeddingSet.npy(file)).isInstanceOf(DmuException.class);
    }

    @Test
    void aSidecarOfAnotherProgramIsNotMistakenForOurs() throws IOException {
        Path file = folder.resolve("v.npy");
        Npy.write(file, VECTORS, FloatType.FLOAT32);
        Files.writeString(folder.resolve("v.json"), "{\"contract\": 3}");
        assertThat(EmbeddingSet.npy(file).contract()).isEqualTo(VectorContract.unknown(2));
        assertThatThrownBy(() -> EmbeddingSet.load(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("v.json");
    }

    @Test
    void labelsComeFromNumbersTextLinesAndNumPyText() throws IOException {
        Path file = folder.resolve("v.npy");
        Npy.write(file, VECTORS, FloatType.FLOAT32);
        assertThat(EmbeddingSet.npy(file, new int[] {5, 5, 0, 2}).labels()).contains(new int[] {5, 5, 0, 2});

        Npy.write(folder.resolve("l.npy"), NpyArray.of(5, 5, 0, 2));
        assertThat(EmbeddingSet.npy(file, folder.resolve("l.npy")).labels()).contains(new int[] {5, 5, 0, 2});

        Npy.write(folder.resolve("t.npy"), NpyArray.of(List.of("pear", "apple", "pear", "fig")));
        EmbeddingSet text = EmbeddingSet.npy(file, folder.resolve("t.npy"));
        assertThat(text.labels()).contains(new int[] {2, 0, 2, 1});
        assertThat(text.classNames()).containsExactly("apple", "fig", "pear");

        Files.writeString(folder.resolve("l.txt"), "pear\napple\npear\nfig\n");
        assertThat(EmbeddingSet.npy(file, folder.resolve("l.txt")).labels()).contains(new int[] {2, 0, 2, 1});
        Files.writeString(folder.resolve("l.txt"), "3\n1\n3\n2\n\n");
        assertThat(EmbeddingSet.npy(file, folder.resolve("l.txt")).labels()).contains(new int[] {3, 1, 3, 2});
    }

    @Test
    void npzTakesVectorsOrEmbeddingsWithLabelsAndIds() {
        Path file = folder.resolve("v.npz");
        NpyArray vectors = NpyArray.of(VECTORS, FloatType.FLOAT32);
        Npz.write(file, Map.of("vectors", vectors, "labels", NpyArray.of(1, 0, 1, 1), "ids", NpyArray.of(IDS)));
        EmbeddingSet set = EmbeddingSet.npz(file);
        assertThat(set.vectors()).isEqualTo(VECTORS);
        assertThat(set.ids()).isEqualTo(IDS);
        assertThat(set.labels()).contains(new int[] {1, 0, 1, 1});

        Npz.write(file, Map.of("embeddings", vectors));
        assertThat(EmbeddingSet.npz(file).hasRowNumberIds()).isTrue();
        Npz.write(file, Map.of("arr_0", vectors));
        assertThatThrownBy(() -> EmbeddingSet.npz(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("arr_0");
    }

    @Test
    void csvTakesIdAndLabelInAnyColumn() throws IOException {
        Path file = folder.resolve("v.csv");
        Files.writeString(file, "\ufeffv0,label,id,v1\n.6,dog,\"a, \"\"b\"\"\",8e-1\n1,cat,b,0\n");
        EmbeddingSet set = EmbeddingSet.csv(file);
        assertThat(set.vectors()).isEqualTo(VECTORS.slice(0, 2));
        assertThat(set.ids()).containsExactly("a, \"b\"", "b");
        assertThat(set.labels()).contains(new int[] {1, 0});
        assertThat(set.classNames()).containsExactly("cat", "dog");
    }

    @Test
    void csvErrorsNameLineAndColumn() throws IOException {
        Path file = folder.resolve("v.csv");
        Files.writeString(file, "id,v0,v1\na,1,2\nb,1,x\n");
        assertThatThrownBy(() -> EmbeddingSet.csv(file))
                .hasMessageContaining("line 3, column v1")
                .hasMessageContaining("\"x\"");
        Files.writeString(file, "id,v0,v1\na,1\n");
        assertThatThrownBy(() -> EmbeddingSet.csv(file)).hasMessageContaining("line 2 has 2 fields");
        Files.writeString(file, "1,2\n3,4\n");
        assertThatThrownBy(() -> EmbeddingSet.csv(file)).hasMessageContaining("name the columns");
        Files.writeString(file, "");
        assertThatThrownBy(() -> EmbeddingSet.csv(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void unusableRowsAreRefusedByIdentifier() {
        for (float[] bad : new float[][] {{Float.NaN, 1}, {0, 0}, {Float.POSITIVE_INFINITY, 0}}) {
            FloatMatrix vectors = FloatMatrix.ofRows(new float[][] {{1, 0}, bad});
            assertThatThrownBy(
                            () -> EmbeddingSet.of(List.of("fine", "broken"), vectors, null, VectorContract.unknown(2)))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("row 1 (id \"broken\")");
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        VectorContract unknown = VectorContract.unknown(2);
        refused(
                () -> EmbeddingSet.of(List.of("a", "b", "a", "c"), VECTORS, null, unknown),
                "\"a\" stands at two rows, 0 and 2");
        refused(() -> EmbeddingSet.of(List.of("a"), VECTORS, null, unknown), "4 vectors need as many ids, found 1");
        refused(() -> EmbeddingSet.of(IDS, VECTORS, new int[3], unknown), "as many labels, found 3");
        refused(() -> EmbeddingSet.of(IDS, VECTORS, new int[] {0, 0, -1, 0}, unknown), "(id \"c\") has label -1");
        refused(() -> full().withLabels(new int[] {0, 1, 2, 0}, List.of("x", "y")), "allowed are 0 to 1");
        refused(
                () -> EmbeddingSet.of(IDS, VECTORS, null, VectorContract.unknown(3)),
                "dimension 2 but their contract says 3");
        FloatMatrix longer = FloatMatrix.ofRows(new float[][] {{.6f, .8f}, {3, 4}});
        refused(() -> EmbeddingSet.of(List.of("a", "b"), longer, null, CONTRACT), "(id \"b\") has norm 5.0000");
    }

    @Test
    void subsetsKeepIdentifiersLabelsAndContract() {
        EmbeddingSet subset = full().subset(new int[] {3, 1});
        assertThat(subset.ids()).containsExactly("d\u00e9", "b");
        assertThat(subset.labels()).contains(new int[] {1, 0});
        assertThat(subset.vectors()).isEqualTo(VECTORS.select(new int[] {3, 1}));
        assertThat(subset.contract()).isEqualTo(CONTRACT);
        assertThat(EmbeddingSet.of(VECTORS).subset(new int[] {2}).ids()).containsExactly("2");
    }

    @Test
    void setsOfTheSameItemsAreBroughtIntoOneOrder() {
        EmbeddingSet other = full().subset(new int[] {2, 0});
        assertThat(full().inOrderOf(other.ids()).vectors()).isEqualTo(other.vectors());
        refused(() -> other.inOrderOf(List.of("c", "b")), "no vector of \"b\"");
    }

    @Test
    void normalisingGivesUnitRowsAndSaysSo() {
        EmbeddingSet unit = EmbeddingSet.of(FloatMatrix.ofRows(new float[][] {{3, 4}, {0, .1f}}))
                .normalised();
        assertThat(unit.vectors()).isEqualTo(FloatMatrix.ofRows(new float[][] {{.6f, .8f}, {0, 1}}));
        assertThat(unit.contract().normalised()).isTrue();
    }

    @Test
    void theSetIsNotChangedThroughItsArrays() {
        int[] labels = {1, 0, 1, 1};
        EmbeddingSet set = EmbeddingSet.of(IDS, VECTORS, labels, CONTRACT);
        labels[0] = 7;
        set.labels().orElseThrow()[1] = 7;
        assertThat(set.labels()).contains(new int[] {1, 0, 1, 1});
    }

    @Test
    void theTextForJShellIsShortAndEndsWithTheNextStep() {
        EmbeddingSet large = EmbeddingSet.of(FloatMatrix.wrap(1, 1, new float[] {1}));
        for (EmbeddingSet set : List.of(full(), EmbeddingSet.of(VECTORS), large)) {
            String[] lines = set.toString().split("\n", -1);
            assertThat(lines[0]).hasSizeLessThanOrEqualTo(60).startsWith("EmbeddingSet: ");
            assertThat(lines).hasSizeLessThanOrEqualTo(12);
            assertThat(lines[lines.length - 1]).startsWith("next: ");
        }
        assertThat(full().toString()).contains("2 classes, for example dog").contains("old, model abc");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String reason) {
        assertThatThrownBy(call).isInstanceOf(DmuException.class).hasMessageContaining(reason);
    }
}
