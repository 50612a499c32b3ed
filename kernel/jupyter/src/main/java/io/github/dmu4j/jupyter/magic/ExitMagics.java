package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code %exit} and {@code %quit}, and the ways to say so that people bring from IPython and from jshell. */
final class ExitMagics {
    private static final Pattern WORD = Pattern.compile("\\s*/?(exit|quit)\\s*(?:\\(\\s*\\))?\\s*;?\\s*");
    private static final List<String> NAMES = List.of("exit", "quit");

    private ExitMagics() {}

    static List<Magic> all() {
        return NAMES.stream().map(ExitMagics::magic).toList();
    }

    private static Magic magic(String name) {
        return new Magic(
                name,
                Form.LINE,
                Takes.WORDS,
                "%" + name,
                "Leaves the console; notebooks stay open.",
                "A cell of the one word " + name
                        + ", with or without () or a slash before it, does the same, unless a variable"
                        + " has that name.",
                ExitMagics::leave);
    }

    private static CellOutcome leave(MagicCall call) throws MagicFailure {
        if (!call.arguments().isEmpty()) {
            throw new MagicFailure(
                    call.shownName() + " takes nothing; System.exit(status) ends the kernel with a status");
        }
        Display.exit();
        return MagicCall.DONE;
    }

    /** The name that is the whole cell; null for any other cell. */
    static @Nullable String wordOf(String code) {
        Matcher word = WORD.matcher(code);
        return word.matches() ? word.group(1) : null;
    }
}
