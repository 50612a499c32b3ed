/**
 * Runs: a folder with provenance, checkpoints and results; the stages of an upgrade in their order; comparisons over methods
 * and seeds.
 *
 * <p>Floor F5: imports everything below, never {@code report} or the root package. Writes files, always whole or not at all.
 * Read {@link io.github.dmu4j.run.UpgradeExecution} and {@link io.github.dmu4j.run.RunDirectory} first; {@link
 * io.github.dmu4j.run.SavedRun} reads what they leave.
 */
@NullMarked
package io.github.dmu4j.run;

import org.jspecify.annotations.NullMarked;
