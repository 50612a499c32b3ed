/**
 * The cross-model test runner: every pairing of query model and gallery model, measured on the same queries.
 *
 * <p>Floor F4: imports base, event, data, retrieval and method; never train, gallery, run or report. Read {@link
 * io.github.dmu4j.eval.CrossModelEvaluation} first.
 */
@NullMarked
package io.github.dmu4j.eval;

import org.jspecify.annotations.NullMarked;
