package io.github.dmu4j.report;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a series looks: colour plus a pattern, a marker and a dash, because colour alone is never enough.
 *
 * <p>Colours: Okabe and Ito, "Color Universal Design", 2008 (distinguishable with every common colour-vision deficiency).
 * Deviations: no black and a darker grey, so that all are seen on white and on black.
 */
record SeriesStyle(String color, Pattern pattern, Marker marker, Dash dash) {
    /** What fills a bar over its colour; the name plotly.js has for it. */
    enum Pattern {
        NONE(""),
        RISING("/"),
        FALLING("\\"),
        CROSSED("x"),
        FLAT("-"),
        UPRIGHT("|"),
        DOTS(".");

        final String plotly;

        Pattern(String plotly) {
            this.plotly = plotly;
        }
    }

    /** The shape of a dot; the name plotly.js has for it. */
    enum Marker {
        CIRCLE("circle"),
        SQUARE("square"),
        DIAMOND("diamond"),
        TRIANGLE("triangle-up"),
        CROSS("x"),
        STAR("star");

        final String plotly;

        Marker(String plotly) {
            this.plotly = plotly;
        }
    }

    /** How a line is broken; the name plotly.js has for it, and the lengths for SVG. */
    enum Dash {
        SOLID("solid", ""),
        DASHED("dash", "8 5"),
        DOTTED("dot", "2 4"),
        DASHDOT("dashdot", "9 4 2 4"),
        LONG("longdash", "14 6");

        final String plotly;
        final String svg;

        Dash(String plotly, String svg) {
            this.plotly = plotly;
            this.svg = svg;
        }
    }

    static final String GREY = "#8c8c8c";
    static final String BLUE = "#0072b2";
    static final String VERMILION = "#d55e00";

    /** The old model. */
    static final SeriesStyle OLD = new SeriesStyle(GREY, Pattern.NONE, Marker.SQUARE, Dash.DASHED);

    /** The independent model. */
    static final SeriesStyle INDEPENDENT = new SeriesStyle("#009e73", Pattern.DOTS, Marker.DIAMOND, Dash.DASHDOT);

    private static final SeriesStyle BCT = new SeriesStyle("#e69f00", Pattern.RISING, Marker.TRIANGLE, Dash.LONG);
    private static final SeriesStyle DMU = new SeriesStyle(BLUE, Pattern.NONE, Marker.CIRCLE, Dash.SOLID);

    private static final List<SeriesStyle> OTHERS = List.of(
            new SeriesStyle("#cc79a7", Pattern.CROSSED, Marker.CROSS, Dash.DOTTED),
            new SeriesStyle("#56b4e9", Pattern.FALLING, Marker.STAR, Dash.DASHED),
            new SeriesStyle(VERMILION, Pattern.FLAT, Marker.SQUARE, Dash.DASHDOT),
            new SeriesStyle("#d8c72a", Pattern.UPRIGHT, Marker.DIAMOND, Dash.LONG));

    /** Styles for things that are not methods (loss terms, orders), in a fixed order that starts again at the end. */
    static SeriesStyle numbered(int index) {
        List<SeriesStyle> all =
                List.of(DMU, BCT, INDEPENDENT, OTHERS.get(0), OTHERS.get(1), OTHERS.get(2), OTHERS.get(3), OLD);
        return all.get(index % all.size());
    }

    /** Dashes in a fixed order that starts again at the end. */
    static Dash numberedDash(int index) {
        List<Dash> all = List.of(Dash.SOLID, Dash.DASHED, Dash.DOTTED, Dash.DASHDOT, Dash.LONG);
        return all.get(index % all.size());
    }

    /**
     * One style a method, the same wherever the method appears: old, independent, BCT and DMU have theirs, every other
     * name starts at a place that follows from its letters and moves on only while another method of this figure has it.
     */
    static Map<String, SeriesStyle> forMethods(Iterable<String> methods) {
        Map<String, SeriesStyle> styles = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (String method : methods) {
            if (styles.containsKey(method)) {
                continue;
            }
            styles.put(
                    method,
                    switch (method.toLowerCase(Locale.ROOT)) {
                        case "old" -> OLD;
                        case "independent" -> INDEPENDENT;
                        case "bct" -> BCT;
                        case "dmu" -> DMU;
                        default -> {
                            int place = Math.floorMod(method.hashCode(), OTHERS.size());
                            for (int tries = 0; tries < OTHERS.size() && !taken.add(place); tries++) {
                                place = (place + 1) % OTHERS.size();
                            }
                            yield OTHERS.get(place);
                        }
                    });
        }
        return styles;
    }

    /** The same colour with another dash. */
    SeriesStyle withDash(Dash other) {
        return new SeriesStyle(color, pattern, marker, other);
    }

    /** Black or white, whichever is easier to read on {@code color} (#rrggbb). */
    static String textOn(String color) {
        int rgb = Integer.parseInt(color.substring(1), 16);
        double light = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
        return light > 140 ? "#000000" : "#ffffff";
    }
}
