package io.github.dmu4j.bridge.doctor;

import io.github.dmu4j.bridge.Versions;
import io.github.dmu4j.bridge.doctor.Finding.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs all checks, cheap ones first; a check that breaks becomes a finding, never an exception. */
public final class Doctor {
    private Doctor() {}

    /**
     * Looks at everything.
     *
     * @param loadNativeLibrary false leaves out what needs the native library (unpacks about 430 MB when it is loaded
     *     for the first time, takes about a second afterwards)
     */
    public static List<Finding> examine(boolean loadNativeLibrary) {
        Versions versions = Versions.current();
        List<Finding> findings = new ArrayList<>();
        findings.add(guarded("JDK", MachineChecks::jdk));
        findings.add(guarded("platform", MachineChecks::platform));
        findings.add(guarded("memory", MachineChecks::memory));
        findings.add(guarded("library cache", MachineChecks::cache));
        findings.add(guarded("threads", MachineChecks::threads));
        findings.add(guarded("search", MachineChecks::search));
        findings.addAll(EngineCheck.run(versions, loadNativeLibrary));
        return List.copyOf(findings);
    }

    /** Whether the work can be done: nothing has failed. */
    public static boolean isHealthy(List<Finding> findings) {
        return findings.stream().noneMatch(finding -> finding.status() == Status.FAIL);
    }

    /** Catches errors too: a missing class or library is what the doctor is there to find. */
    private static Finding guarded(String check, Supplier<Finding> look) {
        try {
            return look.get();
        } catch (RuntimeException | LinkageError e) {
            return Finding.fail(check, "cannot be examined: " + e, "report this with the whole output");
        }
    }
}
