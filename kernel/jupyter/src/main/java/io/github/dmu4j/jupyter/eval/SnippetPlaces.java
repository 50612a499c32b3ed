package io.github.dmu4j.jupyter.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/** Where each snippet stands in the script, and so which line of the script a frame of a snippet's class means. */
final class SnippetPlaces {
    private final SourceCodeAnalysis analysis;
    private final Script script;
    private final Map<Snippet, Integer> offsets = new LinkedHashMap<>();

    SnippetPlaces(SourceCodeAnalysis analysis, Script script) {
        this.analysis = analysis;
        this.script = script;
    }

    void add(Snippet snippet, int offset) {
        offsets.put(snippet, offset);
    }

    /** Where a snippet of this script begins; 0 for a snippet of an earlier text. */
    int offsetOf(Snippet snippet) {
        return offsets.getOrDefault(snippet, 0);
    }

    /** The script's line for a frame, or empty if the frame is not a snippet's. */
    OptionalInt lineOf(StackTraceElement frame) {
        for (Map.Entry<Snippet, Integer> place : offsets.entrySet()) {
            SnippetWrapper wrapper = analysis.wrapper(place.getKey());
            String className = frame.getClassName();
            if (className.equals(wrapper.fullClassName()) || className.startsWith(wrapper.fullClassName() + "$")) {
                int position = WrappedLines.positionAt(analysis, place.getKey(), frame.getLineNumber());
                return OptionalInt.of(script.lineAt(place.getValue() + position));
            }
        }
        return OptionalInt.empty();
    }
}
