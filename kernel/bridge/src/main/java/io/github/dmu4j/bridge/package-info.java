/**
 * The only code that knows both the DSL and the kernel: what a shell imports, and the versions that belong together.
 *
 * <p>Read {@link io.github.dmu4j.bridge.launcher.Main} first.
 */
@NullMarked
package io.github.dmu4j.bridge;

import org.jspecify.annotations.NullMarked;
