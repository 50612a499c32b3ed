package io.github.dmu4j.jupyter.kernel;

import java.util.Map;
import java.util.Optional;

/**
 * Ends the kernel when the process that started it has gone without saying so. Jupyter gives its number in
 * {@code JPY_PARENT_PID}; a kernel started by hand has none and is not watched.
 */
final class ParentWatch {
    private static final int LOOK_MILLIS = 1_000;

    private ParentWatch() {}

    static void start(Map<String, String> environment, Runnable onGone) {
        String number = environment.getOrDefault("JPY_PARENT_PID", "");
        if (!number.matches("[1-9][0-9]{0,17}")) {
            return;
        }
        Optional<ProcessHandle> parent = ProcessHandle.of(Long.parseLong(number));
        // A killed parent that nobody has waited for still has its number; but it has lost its children.
        boolean isOurs =
                parent.isPresent() && parent.equals(ProcessHandle.current().parent());
        Thread watch = new Thread(
                null,
                () -> {
                    try {
                        while (parent.isPresent()
                                && parent.get().isAlive()
                                && (!isOurs
                                        || parent.equals(ProcessHandle.current().parent()))) {
                            Thread.sleep(LOOK_MILLIS);
                        }
                        onGone.run();
                    } catch (InterruptedException e) {
                        return; // nobody interrupts it but the end of the JVM
                    }
                },
                "jupyter parent watch",
                0,
                false);
        watch.setDaemon(true);
        watch.start();
    }
}
