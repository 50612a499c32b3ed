package io.github.dmu4j.run;

import io.github.dmu4j.method.GalleryAdapter;
import io.github.dmu4j.method.SelectionOutcome;
import io.github.dmu4j.method.UpgradeModule;
import java.util.Optional;

/**
 * What an upgrade gives.
 *
 * @param model the new model
 * @param module the upgrade module; empty if the method adapts nothing
 * @param adapter the module with a label-free score for stored vectors; present exactly if {@code module} is
 * @param selection what the method decided about each training image; empty if it does not select
 * @param history losses and validation by epoch
 * @param seconds from beginning to end, of this session
 */
public record UpgradeOutcome(
        FrozenModel model,
        Optional<UpgradeModule> module,
        Optional<GalleryAdapter> adapter,
        Optional<SelectionOutcome> selection,
        TrainingHistory history,
        double seconds) {}
