package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.base.Json;
import io.github.dmu4j.bridge.Versions;
import io.github.dmu4j.bridge.doctor.Doctor;
import io.github.dmu4j.bridge.doctor.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./dmu doctor}. */
@Command(
        name = "doctor",
        description = "Check the JDK, the platform, memory, the native library and the device; say what to do.")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Do not load the native library.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the findings to FILE.")
    private @Nullable Path json;

    @SuppressWarnings("NullAway.Init")
    DoctorCommand() {}

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.examine(!quick);
        boolean healthy = Doctor.isHealthy(findings);
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            String status = finding.status().name().toLowerCase(Locale.ROOT);
            out.printf(Locale.ROOT, "%-8s%-16s%s%n", status, finding.check(), finding.found());
            if (!finding.remedy().isEmpty()) {
                out.printf(Locale.ROOT, "%-24s-> %s%n", "", finding.remedy());
            }
        }
        out.println(healthy ? "Ready." : "Not ready: see what failed above.");
        out.flush();
        if (json != null) {
            Json.write(json, new Report(1, Versions.current(), healthy, findings));
        }
        return healthy ? 0 : 1;
    }

    /** The file's content. */
    private record Report(int schemaVersion, Versions versions, boolean healthy, List<Finding> findings) {}
}
