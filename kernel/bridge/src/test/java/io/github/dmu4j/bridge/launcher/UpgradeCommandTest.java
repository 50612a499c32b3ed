package io.github.dmu4j.bridge.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int upgrade(String... arguments) {
        String[] args =
                Stream.concat(Stream.of("upgrade"), Stream.of(arguments)).toArray(String[]::new);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void helpSaysHowTheRootShouldLookAndWhatTheExitStatusMeans() {
        assertThat(upgrade("landmark", "--help")).isZero();
        assertThat(out.toString()).contains("--root", "--trial", "gldv2/", "130 stopped", "goes on where it stopped");
        assertThat(upgrade("face", "--help")).isZero();
        assertThat(out.toString()).contains("train.rec", "IJBC/");
    }

    @Test
    void wrongOptionsAreUsageErrors() {
        String root = folder.toString();
        assertThat(upgrade()).isEqualTo(2);
        assertThat(upgrade("landmark")).isEqualTo(2);
        assertThat(upgrade("landmark", "--root", root, "--trial", "2")).isEqualTo(2);
        assertThat(upgrade("face", "--root", root, "--epochs", "0")).isEqualTo(2);
        assertThat(upgrade("face", "--root", root, "--method", "magic")).isEqualTo(2);
        assertThat(upgrade("face", "--root", root, "--uncropped-queries")).isEqualTo(2);
        assertThat(upgrade("face", "--root", root, "--new-net", "alexNet")).isEqualTo(2);
        assertThat(err.toString())
                .contains("landmark or face", "'--root=DIR'", "--trial is 2.0; above 0 up to 1", "--method is magic");
    }

    @Test
    void whatIsMissingIsSaidAndNothingIsWritten() throws IOException {
        Path run = folder.resolve("run");
        Path root = Files.createDirectory(folder.resolve("root"));
        assertThat(upgrade("landmark", "--root", root.toString(), "--out", run.toString(), "--check"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("problem: no training list train_clean.csv")
                .contains("problem: there is no benchmark to measure with; the list above")
                .containsOnlyOnce("missing  GLDv2 gallery: ");
        assertThat(upgrade("landmark", "--root", root.toString(), "--out", run.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error: the experiment cannot be run", "train_clean.csv");
        assertThat(upgrade("landmark", "--root", root.toString(), "--scenario", "best"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no scenario is called best");
        assertThat(upgrade("face", "--root", folder.resolve("nowhere").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no folder");
        assertThat(run).doesNotExist();
    }
}
