package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;

/**
 * A magic: what it does, and what it says about itself.
 *
 * @param name without percent signs
 * @param takes what stands behind its name, for completion and for the check before a cell runs
 * @param usage one or more lines, as {@code %help} shows them
 * @param summary one sentence
 * @param details more of them; may be empty
 */
record Magic(String name, Form form, Takes takes, String usage, String summary, String details, Action action) {
    /** Where a magic may stand. */
    enum Form {
        LINE,
        CELL,
        BOTH;

        boolean isLine() {
            return this != CELL;
        }

        boolean isCell() {
            return this != LINE;
        }
    }

    /** What stands behind a magic's name, or below it. */
    enum Takes {
        WORDS,
        PATHS,
        MAGIC_NAMES,
        JAVA
    }

    /** What it does; on the thread that runs the cell, which an interrupt may hit. */
    interface Action {
        CellOutcome run(MagicCall call) throws Exception;
    }

    /** The whole help. */
    String help() {
        return usage + "\n\n" + summary + (details.isEmpty() ? "" : "\n" + details);
    }

    /** {@code %name} or, of one that is only for cells, {@code %%name}. */
    String shown() {
        return (form.isLine() ? "%" : "%%") + name;
    }
}
