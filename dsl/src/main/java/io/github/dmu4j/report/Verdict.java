package io.github.dmu4j.report;

/**
 * Whether an upgrade is compatible, in one sentence.
 *
 * @param compatible whether it is, strictly
 * @param sentence begins with "compatible:" or "not compatible:" and has the numbers
 */
public record Verdict(boolean compatible, String sentence) {
    @Override
    public String toString() {
        return sentence;
    }
}
