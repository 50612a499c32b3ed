package io.github.dmu4j.bridge.live;

import io.github.dmu4j.report.SafeText;

/** Progress as plain text, for clients without HTML. */
final class ProgressText {
    private ProgressText() {}

    static String of(RunState.View view) {
        StringBuilder text = new StringBuilder(SafeText.clean(line(view)));
        if (!view.plan().isEmpty()) {
            text.append("\n  ").append(SafeText.clean(view.plan()));
        }
        view.figures().forEach(figure -> text.append("\n  ").append(SafeText.clean(figure)));
        if (view.omitted() > 0) {
            text.append("\n  ... ").append(view.omitted()).append(" more");
        }
        view.done().forEach(done -> text.append("\n  ").append(SafeText.clean(done)));
        return text.toString();
    }

    /** All that matters in one line. */
    static String line(RunState.View view) {
        String heading = view.heading().isEmpty() ? "" : view.heading() + ": ";
        return switch (view.phase()) {
            case RUNNING -> heading + view.bar().map(RunState.Bar::text).orElse("between two stages");
            case DONE -> "✓ " + heading + view.message();
            case INTERRUPTED, FAILED -> "✗ " + heading + view.message();
        };
    }
}
