package io.github.dmu4j.run;

import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder in a run's folder that only an upgrade which goes on needs. */
final class ScratchFolder {
    private ScratchFolder() {}

    /**
     * Deletes it: the upgrade is complete. What cannot be deleted is a warning.
     *
     * @param what is in it, for the warning
     */
    static void drop(Path folder, String what, UpgradeListener listener) {
        if (!Files.isDirectory(folder)) {
            return; // nothing was kept, or an earlier session deleted it
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            listener.on(new UpgradeEvent.Warning("the upgrade is complete, but the " + what
                    + " that it needed could not be deleted: " + e.getMessage() + ". Delete " + folder));
        }
    }
}
