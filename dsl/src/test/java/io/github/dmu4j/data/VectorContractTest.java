package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VectorContractTest {
    private static final VectorContract BASE =
            new VectorContract(1, "abcdef0123456789", 64, true, "inner-product", "grey-28-a1b2c3d4", Generation.OLD);

    @Test
    void equalContractsFit() {
        assertThatCode(() -> BASE.requireSameSpace(BASE, "a", "b")).doesNotThrowAnyException();
    }

    @Test
    void eachFieldThatDiffersIsNamedInBothDirections() {
        Map<String, VectorContract> others = new LinkedHashMap<>();
        others.put("dimension 64 against 128", with(BASE, 128, "abcdef0123456789", true, "inner-product"));
        others.put("model abcdef012345 against 999999", with(BASE, 64, "999999", true, "inner-product"));
        others.put("metric inner-product against cosine", with(BASE, 64, "abcdef0123456789", true, "cosine"));
        others.put("normalised true against false", with(BASE, 64, "abcdef0123456789", false, "inner-product"));
        others.put(
                "preprocessing grey-28-a1b2c3d4 against colour-32-0",
                new VectorContract(1, "abcdef0123456789", 64, true, "inner-product", "colour-32-0", Generation.OLD));
        others.put("generation OLD against NEW", BASE.as(Generation.NEW));
        others.forEach((difference, other) -> {
            assertThatThrownBy(() -> BASE.requireSameSpace(other, "the gallery", "the queries"))
                    .isInstanceOf(DmuException.class)
                    .hasMessageStartingWith(
                            "the gallery and the queries are not vectors of one space: " + difference + ". Only");
            assertThatThrownBy(() -> other.requireSameSpace(BASE, "a", "b")).isInstanceOf(DmuException.class);
        });
    }

    @Test
    void allDifferencesAreNamedTogether() {
        VectorContract other = new VectorContract(1, "x", 32, false, "euclidean", "y", Generation.NEW);
        assertThatThrownBy(() -> BASE.requireSameSpace(other, "a", "b"))
                .hasMessageContaining("dimension 64 against 32, model abcdef012345 against x, metric inner-product"
                        + " against euclidean, normalised true against false, preprocessing grey-28-a1b2c3d4 against y,"
                        + " generation OLD against NEW");
    }

    @Test
    void unknownFieldsMatchAnything() {
        VectorContract nothingSaid =
                new VectorContract(1, "unknown", 64, false, "unknown", "unknown", Generation.UNKNOWN);
        assertThatCode(() -> BASE.requireSameSpace(nothingSaid, "a", "b")).doesNotThrowAnyException();
        assertThatCode(() -> nothingSaid.requireSameSpace(BASE, "a", "b")).doesNotThrowAnyException();
        VectorContract cosine = with(BASE, 64, "abcdef0123456789", true, "cosine");
        assertThatCode(() -> cosine.requireSameSpace(VectorContract.unknown(64), "a", "b"))
                .doesNotThrowAnyException();
    }

    @Test
    void theDimensionIsNeverUnknown() {
        assertThatThrownBy(() -> VectorContract.unknown(64).requireSameSpace(VectorContract.unknown(65), "a", "b"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("dimension 64 against 65");
    }

    @Test
    void lengthsDoNotMatterToCosine() {
        VectorContract unit = with(BASE, 64, "m", true, "cosine");
        VectorContract raw = with(BASE, 64, "m", false, "cosine");
        assertThatCode(() -> unit.requireSameSpace(raw, "a", "b")).doesNotThrowAnyException();
    }

    @Test
    void anotherGenerationOfTheSameVectorsDiffersInNothingElse() {
        VectorContract adapted = BASE.as(Generation.ADAPTED);
        assertThat(adapted.generation()).isEqualTo(Generation.ADAPTED);
        assertThat(adapted.as(Generation.OLD)).isEqualTo(BASE);
    }

    private static VectorContract with(
            VectorContract base, int dimension, String model, boolean normalised, String metric) {
        return new VectorContract(1, model, dimension, normalised, metric, base.preprocessing(), base.generation());
    }
}
