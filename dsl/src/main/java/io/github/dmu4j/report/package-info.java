/**
 * Result records -> Tablesaw tables -> figures -> one self-contained offline HTML report.
 *
 * <p>Floor F6: may import the floors below, but needs only {@code base} and {@code data.PixelImage}: what it shows comes
 * in as plain records of its own ({@link io.github.dmu4j.report.PairingResult} first of all), which the root package
 * fills. Never imports training, methods, the kernel or DJL; nothing here prints, and only explicit saves write files.
 *
 * <p>Read {@link io.github.dmu4j.report.PairingResult}, {@link io.github.dmu4j.report.Figures} and {@link
 * io.github.dmu4j.report.HtmlReport} first. How a figure is made: a {@code Chart} says what is to be seen; {@code
 * PlotlySpec} writes it as JSON for plotly.js and {@code ChartPainter} draws the same as a static picture.
 */
@NullMarked
package io.github.dmu4j.report;

import org.jspecify.annotations.NullMarked;
