package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.loss.Contrastive;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodNamesTest {
    static Stream<CompatibilityMethod> methods() {
        return Stream.of(
                new Dmu(),
                new Dmu().uniform(),
                new Dmu().anti(),
                new Dmu().hard(),
                new Dmu().weighting(SelectionWeights.correctOnly()),
                new Dmu()
                        .weighting(SelectionWeights.exponential(0.1)
                                .normalisedBy(SelectionWeights.Normalisation.CLASSRANK)
                                .forNewClasses(SelectionWeights.NewClasses.SKIP))
                        .weight(3),
                new Dmu()
                        .selectBy(SelectionMeasure.ensemble(
                                SelectionMeasure.entropy(),
                                SelectionMeasure.classMean(SelectionMeasure.nearestNeighbours(7)),
                                SelectionMeasure.margin(0.3)))
                        .withoutForwardAdaptation(),
                new Dmu().inheritBy(InheritanceLoss.l2()).ractWeight(0.5),
                new Dmu().inheritBy(InheritanceLoss.ract()),
                new Dmu().inheritBy(InheritanceLoss.contrastive(new Contrastive(0.1, 3, false))),
                new Bct(),
                new Bct().form(Bct.Form.RAW_CLASSIFIER).weight(0.1),
                new Bct().form(Bct.Form.NORMALISED_CLASSIFIER),
                new Independent());
    }

    private static Map<String, Object> throughJson(Map<String, Object> options) throws JsonProcessingException {
        return Json.mapper().readValue(Json.line(options), new TypeReference<>() {});
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyMethodOfTheLibraryComesBackFromNameAndOptions(CompatibilityMethod method) throws JsonProcessingException {
        assertThat(CompatibilityMethod.named(method.name(), throughJson(method.options()))
                        .adaptingWith(method.forwardAdaptation()))
                .isEqualTo(method);
    }

    @Test
    void aMethodOfAProviderIsFoundByTheWordThatItsNameBeginsWith() {
        CompatibilityMethod own = CompatibilityMethod.named("agreement x2.5", Map.of("weight", 2.5));
        assertThat(own.name()).isEqualTo("agreement x2.5");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> CompatibilityMethod.named("DMUX", Map.of()))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no method is called \"DMUX\"; known are DMU, BCT, independent, agreement")
                .hasMessageContaining("MethodProvider");
    }

    @Test
    void anOptionThatIsMissingOrOfAnotherKindIsNamed() {
        assertThatThrownBy(() -> CompatibilityMethod.named("BCT", Map.of("form", "PROTOTYPES")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the option weight is null; a Number is needed");
        assertThatThrownBy(() -> CompatibilityMethod.named("DMU", Map.of("measure", "entropy")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the option measure is entropy; a Map is needed");
    }
}
