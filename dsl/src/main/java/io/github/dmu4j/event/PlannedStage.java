package io.github.dmu4j.event;

/**
 * A stage that a run will come to, and how much there is to do in it.
 *
 * @param name for people, one in its plan, for example {@code training of the new model by DMU}
 * @param work what is done over and over, for example {@code resNet50(512) trains}: stages of the same work go at one speed
 * @param units how often it is done, for example images; at least 0
 * @param operations of one unit, by which works that were not seen yet are guessed from those that were; 0 if it cannot be compared
 */
public record PlannedStage(String name, String work, double units, double operations) {
    /** Checks the numbers. */
    public PlannedStage {
        if (!(units >= 0) || !(operations >= 0)) {
            throw new IllegalArgumentException(
                    "a stage has 0 or more units and operations, found " + units + " and " + operations);
        }
    }

    /** The same stage as one of {@code part} of something larger. */
    public PlannedStage in(String part) {
        return new PlannedStage(nameIn(part, name), work, units, operations);
    }

    /** Name of one of several parts, for example {@code run 2 of 6}; none if it is the only one. */
    public static String part(String each, int number, int parts) {
        return parts == 1 ? "" : each + " " + number + " of " + parts;
    }

    static String nameIn(String part, String name) {
        return part.isEmpty() ? name : part + ": " + name;
    }
}
