package io.github.dmu4j.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the first command of README as a user does, for one epoch: what it prints and writes, not how good it is. */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class QuickstartTest {
    @TempDir
    private Path folder;

    @Test
    void printsTheTableAndTheVerdictAndWritesReportAndNumbers() throws Exception {
        Path json = folder.resolve("numbers.json");
        String screen =
                quickstart("--epochs", "1", "--out", folder.resolve("runs").toString(), "--json", json.toString());

        assertThat(screen).contains("old-to-old", "new-to-adapted", "DMU", "BCT", "independent", "Synthetic data");
        assertThat(screen).containsPattern("(?m)^(not )?compatible: ");
        assertThat(folder.resolve("runs/report.html")).isNotEmptyFile();
        JsonNode numbers = Json.read(json);
        assertThat(numbers.path("header").path("seed").asLong()).isEqualTo(7);
        assertThat(numbers.path("records")).hasSizeGreaterThan(30);
        for (String field : List.of("method", "seed", "scenario", "pairing", "metric", "value")) {
            assertThat(numbers.path("records").get(0).has(field)).as(field).isTrue();
        }
        assertThat(quickstart("--epochs", "1", "--out", folder.resolve("runs").toString()))
                .as("the second time everything is there already, and says the same")
                .contains(screen.lines()
                        .filter(l -> l.contains("compatible: "))
                        .findFirst()
                        .orElseThrow());
    }

    private String quickstart(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("quickstart"));
        command.addAll(List.of(arguments));
        Launcher.Result result = new Launcher(folder).dmu(command.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return result.out();
    }
}
