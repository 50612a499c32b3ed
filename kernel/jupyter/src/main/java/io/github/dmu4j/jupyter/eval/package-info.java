/**
 * JShell, run in this JVM: cells of a session that can be stopped, with errors that say where and why, completion,
 * inspection and completeness; and scripts that stop at the first error.
 *
 * <p>Layer K2 of the kernel. Must not import the DSL, messages or sockets, nor the layers above (kernel, main, magic). Read
 * {@link io.github.dmu4j.jupyter.eval.CellEvaluator} first, then {@link io.github.dmu4j.jupyter.eval.JavaEvaluator} and the
 * path of a cell through {@code CellRun}, {@code CellSplitter}, {@code CellExecution} and {@code SnippetThread}; for scripts
 * {@link io.github.dmu4j.jupyter.eval.ScriptRunner}.
 */
@NullMarked
package io.github.dmu4j.jupyter.eval;

import org.jspecify.annotations.NullMarked;
