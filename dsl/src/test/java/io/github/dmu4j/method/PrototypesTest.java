package io.github.dmu4j.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import org.junit.jupiter.api.Test;

class PrototypesTest {
    private static final FloatMatrix V = FloatMatrix.ofRows(new float[][] {{1, 0}, {.96f, .28f}, {.6f, .8f}});
    private static final FloatMatrix U = FloatMatrix.ofRows(new float[][] {{1, 0}, {.8f, .6f}, {0, 1}});

    @Test
    void prototypesAreNormalisedMeansOfNormalisedFeatures() {
        FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{5, 0}, {0, .1f}, {-3, 0}});
        Prototypes prototypes = Prototypes.of(rows, new int[] {0, 0, 2}, 4);
        assertThat(prototypes.vectors().row(0))
                .containsExactly(new float[] {(float) Math.sqrt(.5), (float) Math.sqrt(.5)}, within(1e-7f));
        assertThat(prototypes.vectors().row(2)).containsExactly(-1, 0);
        assertThat(prototypes.missingClasses()).containsExactly(1, 3);
        assertThat(prototypes.singleImageClasses()).containsExactly(2);
        assertThat(prototypes.count(0)).isEqualTo(2);
    }

    @Test
    void featuresThatCancelOutHaveNoPrototype() {
        Prototypes prototypes = Prototypes.of(FloatMatrix.ofRows(new float[][] {{1, 0}, {-2, 0}}), new int[] {0, 0}, 1);
        assertThat(prototypes.isPresent(0)).isFalse();
    }

    @Test
    void leavingOneOfTwoOutLeavesTheOther() {
        FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{1, 0}, {.6f, .8f}});
        Prototypes prototypes = Prototypes.of(rows, new int[] {0, 0}, 1);
        double cosine = prototypes.vectors().get(0, 0); // of the first image with the whole prototype
        assertThat(prototypes.leaveOneOutCosine(0, cosine)).isCloseTo(.6, within(1e-6));
    }

    @Test
    void classifierRowsAreNormalisedAndNothingIsLeftOut() {
        Prototypes prototypes = Prototypes.fromClassifier(FloatMatrix.ofRows(new float[][] {{3, 4}, {0, 0}}));
        assertThat(prototypes.vectors().row(0)).containsExactly(.6f, .8f);
        assertThat(prototypes.missingClasses()).containsExactly(1);
        assertThat(prototypes.leavesOneOut(0)).isFalse();
    }

    @Test
    void perturbedPrototypesEqualNumpy() {
        JsonNode expected = Expected.read().get("measures");
        Prototypes prototypes =
                Prototypes.of(Expected.matrix(expected.get("embeddings")), Expected.ints(expected.get("labels")), 5);
        assertThat(Expected.difference(prototypes.vectors(), Expected.matrix(expected.get("prototypes"))))
                .isLessThan(1e-6);
        assertThat(Expected.difference(
                        prototypes.perturbNeighbours(.3, .2).vectors(), Expected.matrix(expected.get("perturbed"))))
                .isLessThan(1e-6);
        assertThat(Expected.difference(prototypes.perturbNeighbours(0, .2).vectors(), prototypes.vectors()))
                .isLessThan(1e-6);
    }

    @Test
    void unusableRowsAndLabelsAreRefused() {
        FloatMatrix rows = FloatMatrix.ofRows(new float[][] {{1, 0}, {Float.NaN, 0}});
        assertThatThrownBy(() -> Prototypes.of(rows, new int[] {0, 0}, 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("row 1");
        assertThatThrownBy(() -> Prototypes.of(U, new int[] {0, 1, 2}, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 2");
    }

    @Test
    void structuralRefinementHasThePublishedRowSoftmaxValue() {
        FloatMatrix refined = StructuralRefinement.refine(V, U, .05, .9);
        double first = (refined.get(0, 0) + refined.get(1, 0) + refined.get(2, 0)) / 3.0;
        double second = (refined.get(0, 1) + refined.get(1, 1) + refined.get(2, 1)) / 3.0;
        assertThat(first).isCloseTo(.850938, within(1e-6));
        assertThat(second).isCloseTo(.345315, within(1e-6));
        Prototypes prototypes = StructuralRefinement.prototypes(V, U, new int[] {1, 1, 1}, 2, .05, .9);
        double norm = Math.hypot(.850938, .345315);
        assertThat(prototypes.vectors().get(1, 0)).isCloseTo((float) (.850938 / norm), within(1e-5f));
        assertThat(prototypes.missingClasses()).containsExactly(0);
    }

    @Test
    void refinementOfOneImageIsTheImageAndWithoutSmoothingNothingChanges() {
        assertThat(StructuralRefinement.refine(V.slice(0, 1), U.slice(0, 1), .05, .9))
                .isEqualTo(U.slice(0, 1));
        assertThat(Expected.difference(StructuralRefinement.refine(V, U, .05, 0), U))
                .isLessThan(1e-7);
    }

    @Test
    void largeClassesComeCloseToTheExactSolutionByIteration() {
        SyntheticGenerations data = SyntheticGenerations.of(1, 520, 4, 4, 3);
        FloatMatrix iterated = StructuralRefinement.refine(data.fresh().normalised(), data.old(), .5, .5);
        FloatMatrix exact = StructuralRefinement.solved(data.fresh().normalised(), data.old(), .5, .5);
        // the error shrinks by the smoothing per step: .5^20 of the size of the features
        assertThat(Expected.difference(iterated, exact)).isLessThan(1e-4);
    }
}
