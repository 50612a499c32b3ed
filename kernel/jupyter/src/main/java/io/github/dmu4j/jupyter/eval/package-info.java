/**
 * JShell, run in this JVM: scripts that stop at the first error and say where and why.
 *
 * <p>Layer K2 of the kernel. Must not import the DSL, nor the layers above (main, magic). Read {@link
 * io.github.dmu4j.jupyter.eval.ScriptRunner} first.
 */
@NullMarked
package io.github.dmu4j.jupyter.eval;

import org.jspecify.annotations.NullMarked;
