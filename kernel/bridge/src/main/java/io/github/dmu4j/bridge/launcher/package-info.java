/**
 * What {@code ./dmu} starts: one class per command, listed in {@link io.github.dmu4j.bridge.launcher.Main}, to be read
 * first.
 *
 * <p>Exit statuses: 0 done, 1 the work failed, 2 the command line was wrong, 130 interrupted.
 */
@NullMarked
package io.github.dmu4j.bridge.launcher;

import org.jspecify.annotations.NullMarked;
