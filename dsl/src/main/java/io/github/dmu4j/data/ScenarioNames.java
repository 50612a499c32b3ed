package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.util.Optional;

/** Scenarios by their name, which a run writes down and a command line gives. */
final class ScenarioNames {
    private static final String KNOWN =
            "extended-data, extended-class, open-data, open-class and class-growth, each with a share as in \"open-class 0.3\","
                    + " all but the last also with a project before it as in \"MixBCT open-class 0.3\" (OpenCompatible, AdvBCT,"
                    + " MixBCT); extended-backbone; class-sequence and data-sequence as in \"class-sequence 2 of 5\"";

    private ScenarioNames() {}

    /** The scenario of this name. @throws DmuException for an unknown one, listing the known ones */
    static Scenario named(String name) {
        Optional<Scenario> found;
        try {
            found = ShareScenario.named(name)
                    .or(() -> SequenceSplit.named(name))
                    .or(() -> PublishedScenario.named(name));
        } catch (IllegalArgumentException e) {
            throw new DmuException("no scenario is \"" + name + "\": " + e.getMessage() + "; known are " + KNOWN, e);
        }
        return found.orElseThrow(() -> new DmuException("no scenario is called " + name + "; known are " + KNOWN));
    }

    /** Whether a scenario's name leads back to it; a scenario of somebody else may have one of our names. */
    static boolean leadTo(Scenario scenario) {
        try {
            return named(scenario.name()).equals(scenario);
        } catch (DmuException e) {
            return false;
        }
    }
}
