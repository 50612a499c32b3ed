package io.github.dmu4j.jupyter.eval;

/**
 * One error of the compiler.
 *
 * @param offset in the cell
 * @param code javac's key, for example {@code compiler.err.cant.resolve}
 */
record CompileError(int offset, String code, String message) {}
