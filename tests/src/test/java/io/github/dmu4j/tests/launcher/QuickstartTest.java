package io.github.dmu4j.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the first command of README as a user does, for one epoch: what it prints and writes, not how good it is. */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class QuickstartTest {
    private static final Path ROOT = Path.of(System.getProperty("dmu.root"));
    private static final int MINUTES = 10;

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
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("dmu").toString(), "quickstart"));
        command.addAll(List.of(arguments));
        File out = folder.resolve("out.txt").toFile();
        File err = folder.resolve("err.txt").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out)
                .redirectError(err)
                .start();
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err.toPath())).isZero();
        return Files.readString(out.toPath());
    }
}
