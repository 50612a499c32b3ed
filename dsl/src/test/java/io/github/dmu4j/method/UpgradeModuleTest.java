package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Safetensors;
import io.github.dmu4j.data.Generation;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.method.UpgradeBranch.Normalisation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeModuleTest {
    private final JsonNode psi = Expected.read().get("psi");
    private final FloatMatrix old = Expected.matrix(psi.get("old"));

    @TempDir
    Path folder;

    private UpgradeModule module(Normalisation normalisation, int branches) {
        List<UpgradeBranch> list = IntStream.range(0, branches)
                .mapToObj(i -> psi.get("branches").get(i))
                .map(b -> new UpgradeBranch(
                        Expected.matrix(b.get("w1")),
                        Expected.row(b.get("b1")),
                        normalisation,
                        Expected.row(b.get("gain")),
                        Expected.row(b.get("shift")),
                        Expected.row(b.get("mean")),
                        Expected.row(b.get("var")),
                        Expected.matrix(b.get("w2")),
                        Expected.row(b.get("b2"))))
                .toList();
        VectorContract input = new VectorContract(1, "old-hash", 3, true, "cosine", "grey-28", Generation.OLD);
        VectorContract output = new VectorContract(1, "new-hash", 4, true, "cosine", "grey-28", Generation.ADAPTED);
        return new UpgradeModule(input, output, Expected.matrix(psi.get("linear")), list, false);
    }

    @Test
    void adaptedVectorsEqualNumpyForBothNormalisationsAndOneOrTwoBranches() {
        for (Normalisation normalisation : Normalisation.values()) {
            for (int branches = 1; branches <= 2; branches++) {
                assertThat(Expected.difference(
                                module(normalisation, branches).adapt(old),
                                Expected.matrix(psi.get(normalisation.name() + branches))))
                        .as(normalisation + " " + branches)
                        .isLessThan(1e-5);
            }
        }
    }

    @Test
    void manyRowsAreAdaptedAsOneByOne() {
        int[] repeated = IntStream.range(0, 300).map(i -> i % 7).toArray();
        UpgradeModule module = module(Normalisation.BATCH, 2);
        FloatMatrix together = module.adapt(old.select(repeated));
        for (int i : new int[] {0, 63, 64, 299}) {
            assertThat(together.slice(i, i + 1)).isEqualTo(module.adapt(old.slice(i % 7, i % 7 + 1)));
        }
    }

    @Test
    void withoutBranchesItIsTheNormalisedLinearMap() {
        FloatMatrix swap = FloatMatrix.ofRows(new float[][] {{0, 2}, {2, 0}});
        UpgradeModule module = UpgradeModule.linear(VectorContract.unknown(2), VectorContract.unknown(2), swap);
        assertThat(module.adapt(FloatMatrix.ofRows(new float[][] {{3, 4}})))
                .isEqualTo(FloatMatrix.ofRows(new float[][] {{.8f, .6f}}));
        assertThat(module.adapt(FloatMatrix.wrap(0, 2, new float[0])).rows()).isZero();
    }

    @Test
    void loadedEqualsSaved() {
        UpgradeModule module = module(Normalisation.LAYER, 2);
        Path file = folder.resolve("psi.dmu");
        module.save(file);
        UpgradeModule loaded = UpgradeModule.load(file);
        assertThat(loaded).isEqualTo(module);
        assertThat(loaded.fingerprint()).isEqualTo(module.fingerprint());
        assertThat(loaded.adapt(old)).isEqualTo(module.adapt(old));
    }

    @Test
    void fingerprintsDifferWhereModulesDo() {
        assertThat(List.of(
                        module(Normalisation.LAYER, 2).fingerprint(),
                        module(Normalisation.BATCH, 2).fingerprint(),
                        module(Normalisation.BATCH, 1).fingerprint(),
                        module(Normalisation.BATCH, 0).fingerprint()))
                .doesNotHaveDuplicates();
    }

    @Test
    void damagedForeignAndNewerFilesAreRefused() throws Exception {
        Path file = folder.resolve("psi.dmu");
        module(Normalisation.BATCH, 1).save(file);
        byte[] bytes = Files.readAllBytes(file);
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 3] ^= 1;
        Files.write(file, flipped);
        assertThatThrownBy(() -> UpgradeModule.load(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("damaged");
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        assertThatThrownBy(() -> UpgradeModule.load(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("damaged");
        new Safetensors(Map.of(), Map.of()).save(file);
        assertThatThrownBy(() -> UpgradeModule.load(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("not an upgrade module");
        Files.write(file, bytes);
        Safetensors known = Safetensors.load(file);
        String newer = Objects.requireNonNull(known.metadata().get("upgrade-module"))
                .replaceFirst("\"schemaVersion\":1", "\"schemaVersion\":9");
        new Safetensors(Map.of("upgrade-module", newer), known.tensors()).save(file);
        assertThatThrownBy(() -> UpgradeModule.load(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("newer dmu4j");
        assertThatThrownBy(() -> UpgradeModule.load(folder.resolve("none"))).isInstanceOf(DmuException.class);
    }

    @Test
    void otherDimensionsAndUnusableRowsAreRefused() {
        UpgradeModule module = module(Normalisation.BATCH, 1);
        assertThatThrownBy(() -> module.adapt(FloatMatrix.ofRows(new float[][] {{1, 2}})))
                .hasMessageContaining("dimension 2")
                .hasMessageContaining("takes 3");
        assertThatThrownBy(() -> module.adapt(FloatMatrix.ofRows(new float[][] {{0, 0, 0}})))
                .isInstanceOf(DmuException.class);
    }
}
