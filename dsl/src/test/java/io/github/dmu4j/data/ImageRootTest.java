package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRootTest {
    @TempDir
    Path temp;

    @Test
    void pathsAreJudgedByTheirText() {
        for (String good : new String[] {"a", "a/b.jpg", "..a/b..", "a b/c", "größe", "..."}) {
            assertThat(ImageRoot.problem(good)).as(good).isEmpty();
        }
        for (String bad : new String[] {
            "", "/", "/a", "..", "../a", "a/..", "a/../b", ".", "./a", "a/.", "a//b", "a/", "a\\b", "C:a", "a\nb",
            "a\u007f"
        }) {
            assertThat(ImageRoot.problem(bad)).as(bad).isNotEmpty();
        }
    }

    /** A PNG whose header says 30,000 x 30,000: 2.7 GB as RGB. */
    @Test
    void aPictureThatClaimsAbsurdSizesIsRefusedByItsHeader() {
        byte[] png = new PixelImage(1, 1, 3, new byte[3]).toPng();
        ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        FormatFiles.write(temp.resolve("bomb.png"), png);
        FormatFiles.refused(
                () -> ImageRoot.of(temp, 1000, 1_000_000).image("bomb.png"),
                "bomb.png in " + temp,
                "30000 x 30000 pixels",
                "1000000");
        FormatFiles.refused(
                () -> ImageRoot.of(temp, 1000, Long.MAX_VALUE).image("bomb.png"), "bomb.png", "of memory", "smaller");
    }

    @Test
    void aFileThatIsTooLargeForAnImageIsRefused() {
        FormatFiles.write(temp.resolve("a.png"), new PixelImage(9, 9, 1, new byte[81]).toPng());
        FormatFiles.refused(() -> ImageRoot.of(temp, 20, 1000).image("a.png"), "a.png", "allowed for an image are 20");
        FormatFiles.refused(() -> ImageRoot.of(temp, 1000, 1000).image("../a.png"), "../a.png", "allowed are paths");
        FormatFiles.refused(() -> ImageRoot.of(temp.resolve("no"), 9, 9).image("a.png"), "which is missing");
        assertThat(ImageRoot.of(temp, 1000, 1000).image("a.png").width()).isEqualTo(9);
    }
}
