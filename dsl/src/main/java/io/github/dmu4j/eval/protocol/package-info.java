/**
 * The published protocols, from vectors to the row that papers print: landmark retrieval (GLDv2, Revisited Oxford and Paris), face
 * templates (IJB-B, IJB-C) and face pairs (LFW and its like). A protocol joins what a reader of {@code data.landmark} or {@code
 * data.face} says is true with metrics of {@code retrieval}; it knows no model and looks at no picture. The two sides of a
 * comparison are given separately, so that each may be of the old, the new or the adapted model.
 *
 * <p>Floor F4, part of {@code eval}: imports base, data and retrieval; never model, method, train, gallery, run or report. Read
 * {@link io.github.dmu4j.eval.protocol.RevisitedProtocol} first: the others are built alike.
 */
@NullMarked
package io.github.dmu4j.eval.protocol;

import org.jspecify.annotations.NullMarked;
