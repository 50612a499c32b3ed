package io.github.dmu4j.run;

import ai.djl.Device;
import io.github.dmu4j.TinyUpgrade;
import io.github.dmu4j.base.Cancellation;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.UpgradeModule;
import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.ResNet;
import io.github.dmu4j.train.TrainingSettings;
import java.nio.file.Path;
import java.util.Optional;

/** A tiny upgrade that is run whole, in parts, or heard. */
record TinyRun(FrozenModel old, CompatibilityMethod method, ResNet net, TrainingSettings settings) {
    /** What must be equal, bit for bit. */
    record Result(String model, String module, TrainingHistory history) {}

    /** Counts the new model's training steps, and asks to stop after some of them. */
    static final class Stopwatch implements UpgradeListener, Cancellation {
        private final long stopAfter;
        private long last;
        private int steps;

        Stopwatch(long stopAfter) {
            this.stopAfter = stopAfter;
        }

        @Override
        public void on(UpgradeEvent event) {
            if (event instanceof UpgradeEvent.StepCompleted step
                    && step.stage().startsWith("train ")
                    && !step.stage().contains("module")) {
                last = step.step();
                steps++;
            }
        }

        @Override
        public boolean isRequested() {
            return last == stopAfter;
        }

        int steps() {
            return steps;
        }
    }

    /** By {@code method}, to the net and with the settings of {@link TinyUpgrade}. */
    static TinyRun by(CompatibilityMethod method, FrozenModel old) {
        return new TinyRun(old, method, TinyUpgrade.NET, TinyUpgrade.SETTINGS);
    }

    Result execute(Optional<Path> folder, UpgradeListener listener, Cancellation cancellation) {
        UpgradeOutcome outcome = UpgradeExecution.execute(new UpgradeTask(
                old,
                Optional.of(net),
                Optional.empty(),
                method,
                TinyUpgrade.data(),
                settings,
                5,
                DeviceGroup.of(Device.cpu()),
                folder,
                listener,
                cancellation));
        try (FrozenModel model = outcome.model()) {
            return new Result(
                    model.embedder().hash(),
                    outcome.module().map(UpgradeModule::fingerprint).orElse("none"),
                    outcome.history());
        }
    }

    Result uninterrupted() {
        return execute(Optional.empty(), UpgradeListener.NONE, Cancellation.NEVER);
    }
}
