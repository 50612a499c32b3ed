package io.github.dmu4j.jupyter.eval;

import java.util.List;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

/**
 * A session's first imports on demand (those with a star) as one snippet. JShell's price is per snippet: two dozen of them
 * took most of a kernel's start.
 *
 * <p>JShell puts an import's text before each class that it compiles, and knows it by its first name. That name is one that
 * nobody imports, because the same import again would replace the whole text. Imports of a single name stay apart: a later
 * import of the same name must be able to replace them.
 */
final class StartupImports {
    private static final String KEY = "import java.lang.Void;";

    private StartupImports() {}

    static boolean isOnDemand(Piece piece) {
        return piece.kind() == Piece.Kind.IMPORT && piece.source().strip().endsWith(".*;");
    }

    /** False if this JShell does not take them so; then nothing is imported. */
    static boolean evaluate(JShell shell, List<Piece> imports) {
        StringBuilder text = new StringBuilder(KEY);
        for (Piece piece : imports) {
            text.append(' ').append(piece.source().strip());
        }
        List<SnippetEvent> events = shell.eval(text.toString());
        boolean taken = events.size() == 1
                && events.get(0).status() == Status.VALID
                && events.get(0).snippet() instanceof ImportSnippet snippet
                && snippet.source().strip().contentEquals(text);
        if (!taken) {
            events.forEach(event -> {
                if (event.status().isActive()) {
                    shell.drop(event.snippet());
                }
            });
        }
        return taken;
    }
}
