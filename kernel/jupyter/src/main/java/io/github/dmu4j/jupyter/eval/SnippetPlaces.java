package io.github.dmu4j.jupyter.eval;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
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
                return OptionalInt.of(scriptLine(place.getKey(), place.getValue(), wrapper, frame.getLineNumber()));
            }
        }
        return OptionalInt.empty();
    }

    /**
     * JShell wraps a snippet into a class of its own, keeping its line breaks but moving parts of it: so each of the
     * snippet's lines is looked up in the wrapped text, and the nearest at or above the frame's line is meant.
     */
    private int scriptLine(Snippet snippet, int offset, SnippetWrapper wrapper, int wrappedLine) {
        Script wrapped = new Script("", wrapper.wrapped());
        TreeMap<Integer, Integer> scriptLineByWrappedLine = new TreeMap<>();
        String source = snippet.source();
        for (int i = 0; i < source.length(); i++) {
            if (Character.isWhitespace(source.charAt(i))) {
                continue;
            }
            int position = wrapper.sourceToWrappedPosition(i);
            if (position >= 0) {
                scriptLineByWrappedLine.putIfAbsent(wrapped.lineAt(position), script.lineAt(offset + i));
            }
        }
        Map.Entry<Integer, Integer> nearest = scriptLineByWrappedLine.floorEntry(wrappedLine);
        return nearest == null ? script.lineAt(offset) : nearest.getValue();
    }
}
