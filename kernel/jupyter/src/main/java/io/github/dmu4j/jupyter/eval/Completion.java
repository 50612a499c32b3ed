package io.github.dmu4j.jupyter.eval;

import java.util.List;

/**
 * What may stand at the cursor instead of the text in {@code [from, to)}, in UTF-16 units.
 *
 * @param candidates best first; empty if nothing is known
 */
public record Completion(int from, int to, List<Candidate> candidates) {
    /** Copies the candidates. */
    public Completion {
        candidates = List.copyOf(candidates);
    }

    /**
     * One text to put in.
     *
     * @param text the whole replacement, a method's opening parenthesis included
     * @param type {@code class}, {@code function} (method), {@code instance} (variable, field), {@code keyword} or {@code module}
     *     (package)
     * @param signature of a method its parameters and result, of a variable its type; may be empty
     */
    public record Candidate(String text, String type, String signature) {}
}
