package io.github.dmu4j;

import static io.github.dmu4j.Upgrade.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.data.EmbeddingSet;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UpgradeTest {
    @Test
    void anUnfinishedSentenceSaysWhatComesNext() {
        EmbeddingSet vectors = EmbeddingSet.of(FloatMatrix.ofRows(new float[][] {{1, 0}}));

        assertThat(upgrade()).hasToString("an upgrade, not yet planned\nnext: .from(old)");
        assertThat(upgrade().from(vectors)).hasToString("an upgrade, not yet planned\nnext: .to(newVectors)");
        assertThat(upgrade().from(vectors).to(vectors))
                .hasToString("an upgrade, not yet planned\nnext: .withForwardAdaptation()");
    }

    @Test
    void everyStepPrintsWell() {
        assertThat(Upgrade.class.getDeclaredClasses())
                .hasSize(7)
                .allSatisfy(step -> assertThat(
                                Arrays.stream(step.getDeclaredMethods()).map(Method::getName))
                        .contains("toString"));
    }
}
