package io.github.dmu4j.jupyter.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A compilation unit around parts of a cell, which knows where in the cell each of its characters comes from. */
final class ProbeUnit {
    private final StringBuilder text = new StringBuilder();
    private final List<Segment> segments = new ArrayList<>();

    private record Segment(int unitStart, int cellStart, int length) {}

    /** Adds text that is nobody's. */
    ProbeUnit add(String generated) {
        text.append(generated);
        return this;
    }

    /** Adds a part of the cell. */
    ProbeUnit addFromCell(String cell, int start, int end) {
        segments.add(new Segment(text.length(), start, end - start));
        text.append(cell, start, end);
        return this;
    }

    String text() {
        return text.toString();
    }

    int length() {
        return text.length();
    }

    /** The cell's offset for a position of the unit; empty in generated text. A segment's end belongs to it. */
    OptionalInt cellOffset(long position) {
        for (Segment segment : segments) {
            if (position >= segment.unitStart && position <= segment.unitStart + segment.length) {
                return OptionalInt.of(segment.cellStart + (int) position - segment.unitStart);
            }
        }
        return OptionalInt.empty();
    }
}
