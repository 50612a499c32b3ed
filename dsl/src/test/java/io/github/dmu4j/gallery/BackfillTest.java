package io.github.dmu4j.gallery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.FloatMatrix;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTest {
    private static final double[] SCORES = {.5, .1, .9, .1};
    private static final FloatMatrix BEFORE = FloatMatrix.ofRows(new float[][] {{0}, {1}, {2}, {3}});
    private static final FloatMatrix AFTER = FloatMatrix.ofRows(new float[][] {{10}, {11}, {12}, {13}});

    @TempDir
    Path folder;

    @Test
    void poorFirstAscendsAndTiesKeepTheGallerysOrder() {
        assertThat(BackfillPlan.poorFirst(SCORES).order()).containsExactly(1, 3, 0, 2);
        assertThat(BackfillPlan.oracle(SCORES).order()).containsExactly(2, 0, 1, 3);
        assertThat(BackfillPlan.highestFirst("traffic", SCORES).name()).isEqualTo("traffic");
    }

    @Test
    void randomIsAPermutationThatItsSeedDecides() {
        int[] order = BackfillPlan.random(50, 1).order();
        assertThat(order).isEqualTo(BackfillPlan.random(50, 1).order());
        assertThat(order).isNotEqualTo(BackfillPlan.random(50, 2).order());
        assertThat(order).doesNotHaveDuplicates().hasSize(50);
        assertThat(Arrays.stream(order).sum()).isEqualTo(49 * 50 / 2);
    }

    @Test
    void aBudgetIsTheBeginningOfTheOrder() {
        BackfillPlan plan = BackfillPlan.poorFirst(SCORES);
        assertThat(plan.budget(2).order()).containsExactly(1, 3);
        assertThat(plan.budget(9).order()).containsExactly(1, 3, 0, 2);
        assertThat(plan.budget(0).size()).isZero();
        assertThatThrownBy(() -> plan.budget(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWorkListNamesItemsInOrder() {
        BackfillPlan.poorFirst(SCORES).budget(3).saveCsv(folder.resolve("list.csv"), List.of("a", "b,c", "d", "e\"f"));
        assertThat(folder.resolve("list.csv")).hasContent("position,row,id\n1,1,\"b,c\"\n2,3,\"e\"\"f\"\n3,0,a\n");
    }

    @Test
    void aMissingScoreIsRefused() {
        assertThatThrownBy(() -> BackfillPlan.poorFirst(new double[] {.1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("item 1");
    }

    @Test
    void theCurvesGalleriesReplaceItemsInThePlansOrder() {
        List<BackfillSimulation.Point> points = BackfillSimulation.of(BEFORE, AFTER, BackfillPlan.poorFirst(SCORES))
                .at(0, .25, .75, 1);
        assertThat(points.stream().map(BackfillSimulation.Point::newItems)).containsExactly(0, 1, 3, 4);
        assertThat(points.get(0).gallery()).isEqualTo(BEFORE);
        assertThat(points.get(1).gallery().values()).containsExactly(0, 11, 2, 3);
        assertThat(points.get(2).gallery().values()).containsExactly(10, 11, 2, 13);
        assertThat(points.get(3).gallery()).isEqualTo(AFTER);
        assertThat(BEFORE.values()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void curvesWithoutBothEndsAndForeignPlansAreRefused() {
        BackfillSimulation simulation = BackfillSimulation.of(BEFORE, AFTER, BackfillPlan.random(4, 1));
        assertThatThrownBy(() -> simulation.at(0, .5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> simulation.at(.5, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> simulation.at(0, .5, .5, 1)).isInstanceOf(IllegalArgumentException.class);
        BackfillPlan part = BackfillPlan.random(4, 1).budget(3);
        assertThatThrownBy(() -> BackfillSimulation.of(BEFORE, AFTER, part))
                .isInstanceOf(IllegalArgumentException.class);
        FloatMatrix wider = FloatMatrix.wrap(4, 2, new float[8]);
        assertThatThrownBy(() -> BackfillSimulation.of(BEFORE, wider, BackfillPlan.random(4, 1)))
                .hasMessageContaining("one shape");
    }
}
