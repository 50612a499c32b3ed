/**
 * A Java kernel and script runner over the JShell API.
 *
 * <p>Nothing below this package knows the DSL: what a script or a notebook finds imported comes in as text from the
 * bridge. Read {@link io.github.dmu4j.jupyter.eval.ScriptRunner} first.
 */
@NullMarked
package io.github.dmu4j.jupyter;

import org.jspecify.annotations.NullMarked;
