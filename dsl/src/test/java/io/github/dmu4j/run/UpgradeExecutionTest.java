package io.github.dmu4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Bct;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.Dmu;
import io.github.dmu4j.method.ForwardAdaptation;
import io.github.dmu4j.method.Independent;
import io.github.dmu4j.model.DeviceGroup;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpgradeExecutionTest extends TinyOldModel {
    @Test
    void uniformWeightsAreBctBitForBitAndTheDefaultIsNot() {
        TinyRun.Result bct = with(new Bct()).uninterrupted();
        assertThat(with(TinyUpgrade.dmu().uniform().withoutForwardAdaptation())
                        .uninterrupted()
                        .model())
                .isEqualTo(bct.model());
        assertThat(with(TinyUpgrade.dmu().withoutForwardAdaptation())
                        .uninterrupted()
                        .model())
                .isNotEqualTo(bct.model());
        assertThat(with(new Independent()).uninterrupted().model()).isNotEqualTo(bct.model());
    }

    @Test
    void aModelThatIsTrainedAlreadyOnlyGetsItsUpgradeModule() {
        UpgradeOutcome trained = UpgradeExecution.execute(TinyUpgrade.task(old, new Independent()));
        UpgradeOutcome adapted = UpgradeExecution.execute(new UpgradeTask(
                old,
                Optional.empty(),
                Optional.of(trained.model()),
                new Independent(TinyUpgrade.dmu().forwardAdaptation()),
                TinyUpgrade.data(),
                TinyUpgrade.SETTINGS,
                5,
                DeviceGroup.of(Device.cpu()),
                Optional.empty(),
                UpgradeListener.NONE,
                Cancellation.NEVER));
        try (FrozenModel model = adapted.model()) {
            assertThat(model).isSameAs(trained.model());
            assertThat(adapted.module()).isPresent();
            assertThat(trained.module()).isEmpty();
        }
    }

    @Test
    void allProblemsAreReportedTogetherBeforeAnythingIsComputed() {
        FrozenModel bare = new FrozenModel(old.embedder(), Optional.empty());
        CompatibilityMethod method = new Bct()
                .form(Bct.Form.RAW_CLASSIFIER)
                .adaptingWith(new Dmu()
                        .withForwardAdaptation(a -> a.start(ForwardAdaptation.Start.IDENTITY))
                        .forwardAdaptation());
        assertThatThrownBy(() -> UpgradeExecution.execute(TinyUpgrade.task(bare, method, TinyUpgrade.WIDER)))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("the plan has 2 problems")
                .hasMessageContaining("comes without one")
                .hasMessageContaining("starts at the identity");
    }
}
