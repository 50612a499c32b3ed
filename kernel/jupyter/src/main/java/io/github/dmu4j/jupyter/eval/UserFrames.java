package io.github.dmu4j.jupyter.eval;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which frames of an exception the author of a cell or script is shown: those from where it was thrown to the snippet, without
 * the machinery that runs snippets. Of an exception that explains itself (it says what was asked, found and allowed, so that
 * where a library noticed tells nothing) the snippets' own frames alone; of its causes all.
 */
final class UserFrames {
    private final Set<Class<? extends Throwable>> explaining;

    /** @param explaining the classes, with their subclasses, of exceptions that explain themselves */
    UserFrames(Set<Class<? extends Throwable>> explaining) {
        this.explaining = Set.copyOf(explaining);
    }

    List<StackTraceElement> of(Throwable thrown, Predicate<StackTraceElement> isSnippet) {
        boolean explained = explaining.stream().anyMatch(type -> type.isInstance(thrown));
        return upToTheSnippet(thrown).stream()
                .filter(frame -> isSnippet.test(frame) || !(explained || isMachinery(frame.getClassName())))
                .toList();
    }

    /** All of them if it was thrown on a thread of its own. */
    private static List<StackTraceElement> upToTheSnippet(Throwable thrown) {
        List<StackTraceElement> frames = List.of(thrown.getStackTrace());
        for (int i = frames.size() - 1; i >= 0; i--) {
            if (frames.get(i).getMethodName().startsWith("do_it$")) {
                return frames.subList(0, i + 1);
            }
        }
        return frames;
    }

    private static boolean isMachinery(String className) {
        return className.startsWith("REPL.")
                || className.startsWith("jdk.jshell.")
                || className.startsWith("jdk.internal.")
                || className.startsWith("java.lang.reflect.")
                || className.startsWith("java.lang.invoke.")
                || className.equals(SnippetThread.class.getName())
                || className.startsWith(CellExecution.class.getName());
    }
}
