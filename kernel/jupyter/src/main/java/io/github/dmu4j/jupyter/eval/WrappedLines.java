package io.github.dmu4j.jupyter.eval;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/** Back from the lines of JShell's generated classes to the snippets' own text. */
final class WrappedLines {
    private WrappedLines() {}

    /**
     * Where in a snippet's source the code of a line of its class begins. JShell wraps a snippet into a class of its own, keeping
     * its line breaks but moving parts of it: so each of the snippet's lines is looked up in the wrapped text, and the nearest
     * at or above the wanted line is meant.
     */
    static int positionAt(SourceCodeAnalysis analysis, Snippet snippet, int wrappedLine) {
        SnippetWrapper wrapper = analysis.wrapper(snippet);
        NavigableMap<Integer, Integer> lineByStart = lineStarts(wrapper.wrapped());
        TreeMap<Integer, Integer> positionByWrappedLine = new TreeMap<>();
        String source = snippet.source();
        for (int i = 0; i < source.length(); i++) {
            int position = Character.isWhitespace(source.charAt(i)) ? -1 : wrapper.sourceToWrappedPosition(i);
            if (position >= 0) {
                positionByWrappedLine.putIfAbsent(
                        lineByStart.floorEntry(position).getValue(), i);
            }
        }
        Map.Entry<Integer, Integer> nearest = positionByWrappedLine.floorEntry(wrappedLine);
        return nearest == null ? 0 : nearest.getValue();
    }

    private static NavigableMap<Integer, Integer> lineStarts(String text) {
        TreeMap<Integer, Integer> lineByStart = new TreeMap<>(Map.of(0, 1));
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
            lineByStart.put(end + 1, lineByStart.size() + 1);
        }
        return lineByStart;
    }
}
