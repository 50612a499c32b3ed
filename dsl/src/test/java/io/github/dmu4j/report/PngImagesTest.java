package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.data.PixelImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngImagesTest {
    @Test
    void greyAndColourDecodeToTheSamePixels() throws Exception {
        for (int channels : new int[] {1, 3}) {
            for (int[] size : new int[][] {{1, 1}, {7, 3}, {3, 20}}) {
                byte[] pixels = new byte[size[0] * size[1] * channels];
                new Random(5).nextBytes(pixels);
                PixelImage image = new PixelImage(size[0], size[1], channels, pixels);

                BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngImages.encode(image)));

                assertThat(read.getWidth()).isEqualTo(size[0]);
                assertThat(read.getHeight()).isEqualTo(size[1]);
                for (int y = 0; y < size[1]; y++) {
                    for (int x = 0; x < size[0]; x++) {
                        for (int band = 0; band < channels; band++) {
                            assertThat(read.getRaster().getSample(x, y, band)).isEqualTo(image.value(x, y, band));
                        }
                    }
                }
            }
        }
    }

    @Test
    void thumbnailIsTheMeanOfBlocks() {
        byte[] pixels = {10, 20, 30, 40, 10, 20, 30, 44};

        PixelImage small = PngImages.thumbnail(new PixelImage(4, 2, 1, pixels), 2);

        assertThat(small.width()).isEqualTo(2);
        assertThat(small.height()).isEqualTo(1);
        assertThat(small.pixels()).containsExactly(15, 36); // (10+20+10+20)/4, (30+40+30+44)/4
    }

    @Test
    void thumbnailKeepsColoursApartAndSmallImagesAsTheyAre() {
        PixelImage image = new PixelImage(2, 2, 3, new byte[] {8, 0, 1, 8, 0, 1, 4, 2, 1, 4, 2, 1});

        assertThat(PngImages.thumbnail(image, 1).pixels()).containsExactly(6, 1, 1);
        assertThat(PngImages.thumbnail(image, 2)).isSameAs(image);
    }
}
