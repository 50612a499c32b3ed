package io.github.dmu4j.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.FloatType;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.report.PngImages;
import io.github.dmu4j.tests.launcher.Launcher.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs every script of {@code scripts/}, as small as it goes: that it works and what it leaves, not how good it is. */
@DisabledOnOs(OS.WINDOWS)
@Tag("slow")
class ScriptsTest {
    @TempDir
    private Path folder;

    private Launcher launcher;

    @BeforeEach
    void launcher() {
        launcher = new Launcher(folder);
    }

    @Test
    void quickstartPrintsTheVerdictAndWritesTheReport() throws Exception {
        Result result = ok("quickstart.jsh", "--epochs", "1", "--report", "page.html");

        assertThat(result.out()).containsPattern("(?m)^(not )?compatible").contains("synthetic", "page.html");
        assertThat(folder.resolve("page.html")).isNotEmptyFile();
    }

    @Test
    void compareTakesAFolderOfImagesAndShowsEverySeed() throws Exception {
        drawings(folder.resolve("images"));

        Result result = ok("compare.jsh", "--images", "images", "--seeds", "1,2", "--epochs", "1", "--out", "runs");

        assertThat(result.out()).contains("DMU", "BCT", "independent", "2 seeds");
        assertThat(folder.resolve("runs/report.html")).isNotEmptyFile();
        assertThat(folder.resolve("runs/seed2/old")).isDirectory();
    }

    @Test
    void upgradeGalleryMovesStoredVectorsAndKeepsTheModule() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        Npy.write(folder.resolve("old.npy"), gaussian(200, 8, random), FloatType.FLOAT32);
        Npy.write(folder.resolve("new.npy"), gaussian(200, 12, random), FloatType.FLOAT32);
        Npy.write(folder.resolve("stored.npy"), gaussian(50, 8, random), FloatType.FLOAT32);

        Result result = ok(
                "upgrade-gallery.jsh",
                "--old",
                "old.npy",
                "--new",
                "new.npy",
                "--gallery",
                "stored.npy",
                "--out",
                "m.npy");

        assertThat(result.out())
                .contains("Upgraded 50 of 50 vectors to dimension 12")
                .doesNotContain("NaN");
        assertThat(Npy.readMatrix(folder.resolve("m.npy")).rows()).isEqualTo(50);
        assertThat(folder.resolve("m.npy.module")).isDirectory();
        Result again =
                run("upgrade-gallery.jsh", "--old", "x", "--new", "x", "--gallery", "stored.npy", "--out", "m.npy");
        assertThat(again.err())
                .contains("m.npy exists, and an upgrade never replaces a file")
                .doesNotContain("\tat ");
        assertThat(again.status()).isEqualTo(1);
    }

    @Test
    void aMissingOptionShowsTheUsage() throws Exception {
        Result result = run("compare.jsh");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("Missing required option: '--images", "Usage: compare.jsh");
    }

    private static void drawings(Path root) throws IOException {
        LabeledImages drawings = Datasets.glyphs(
                        GlyphSettings.frozen().withClasses(40).withSize(16))
                .images();
        for (int i = 0; i < drawings.size(); i++) {
            Path file = root.resolve(String.valueOf(drawings.label(i))).resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, PngImages.encode(drawings.image(i)));
        }
    }

    private static FloatMatrix gaussian(int rows, int columns, SplittableRandom random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatMatrix.wrap(rows, columns, values);
    }

    private Result ok(String script, String... arguments) throws Exception {
        Result result = run(script, arguments);
        assertThat(result.status()).as(result.err()).isZero();
        return result;
    }

    private Result run(String script, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "run";
        all[1] = Launcher.ROOT.resolve("scripts").resolve(script).toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return launcher.dmu(all);
    }
}
