package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.CellParts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One use of a magic in a cell. */
record MagicCall(CellParts cell, MagicPart part, Interrupts interrupts) {
    /** A magic that gives nothing to show as the cell's value. */
    static final CellOutcome DONE = new CellOutcome.Value(null, false);

    /** A value to be shown; null: none. */
    static CellOutcome value(@Nullable Object value) {
        return new CellOutcome.Value(value, value != null);
    }

    /** What stands behind the magic's name. */
    String arguments() {
        return cell.code().substring(part.argsFrom(), part.argsTo());
    }

    /** The lines below a cell magic. */
    String body() {
        return cell.code().substring(part.bodyFrom(), part.end());
    }

    /** As the user wrote the name. */
    String shownName() {
        return (part.isCellMagic() ? "%%" : "%") + part.name();
    }

    /** Runs something of the session's, which an interrupt stops by its own ways. */
    CellOutcome inJava(Supplier<CellOutcome> work) {
        return interrupts.shielded(work);
    }

    /**
     * The arguments as a shell cuts them: at blanks, outside of single and double quotes, which are left out.
     *
     * @throws MagicFailure if a quote is not closed
     */
    List<String> words() throws MagicFailure {
        String text = arguments();
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new MagicFailure(shownName() + ": the quote " + quote + " is not closed");
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
