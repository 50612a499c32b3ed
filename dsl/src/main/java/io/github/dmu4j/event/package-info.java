/**
 * What happens during a run, as plain values: one sealed family of records and one listener.
 *
 * <p>Floor F0. Imports nothing of the project. Read {@link io.github.dmu4j.event.UpgradeEvent} first.
 */
@NullMarked
package io.github.dmu4j.event;

import org.jspecify.annotations.NullMarked;
