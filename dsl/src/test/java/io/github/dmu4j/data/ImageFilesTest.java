package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.DmuException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    private static final byte[] GREY = TinyImages.pattern(9, 7, 1).toPng();
    private static final byte[] COLOUR = TinyImages.pattern(9, 7, 3).toPng();

    @TempDir
    Path folder;

    private static byte[] encoded(String format, int width, int height) throws IOException {
        PixelImage pattern = TinyImages.pattern(width, height, 3);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, pattern.value(x, y, 0) << 16 | pattern.value(x, y, 1) << 8 | pattern.value(x, y, 2));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    private void put(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, bytes);
    }

    /** Ten classes of {@code perClass} images. */
    private void classes(int perClass, byte[] bytes) throws IOException {
        for (int c = 0; c < 10; c++) {
            for (int i = 0; i < perClass; i++) {
                put("class" + c + "/" + i + ".png", bytes);
            }
        }
    }

    private Path zip(String name, String... pathsAndTexts) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < pathsAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(pathsAndTexts[i]));
                String text = pathsAndTexts[i + 1];
                zip.write(text.equals("png") ? GREY : text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    @Test
    void pngKeepsEveryPixelOfGreyAndColour() {
        for (int channels : new int[] {1, 3}) {
            PixelImage image = TinyImages.pattern(13, 5, channels);
            PixelImage read = ImageCodec.decode(image.toPng(), "x.png");
            assertThat(read.channels()).isEqualTo(channels);
            assertThat(read.pixels()).isEqualTo(image.pixels());
        }
    }

    @Test
    void oneBitAndTransparentImagesAreRead() throws IOException {
        BufferedImage bits = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        bits.setRGB(1, 0, 0xffffffff);
        BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(0, 0, 0x800000ff);
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        ImageIO.write(bits, "png", first);
        ImageIO.write(clear, "png", second);
        assertThat(ImageCodec.decode(first.toByteArray(), "bits").pixels()).containsExactly(0, -1, 0);
        // half-transparent blue over white: 255 * (1 - 128 / 255) = 127
        assertThat(ImageCodec.decode(second.toByteArray(), "clear").pixels()).containsExactly(127, 127, -1);
    }

    @Test
    void truncatedFilesOfEveryFormatAreRefusedByName() throws IOException {
        for (String format : new String[] {"png", "jpg", "bmp", "gif"}) {
            byte[] whole = encoded(format, 60, 60);
            assertThat(ImageCodec.decode(whole, format).width()).isEqualTo(60);
            byte[] half = Arrays.copyOf(whole, whole.length / 2);
            assertThatThrownBy(() -> ImageCodec.decode(half, "half." + format))
                    .as(format)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("half." + format)
                    .hasMessageContaining("corrupt or truncated");
        }
        assertThatThrownBy(() -> ImageCodec.decode(new byte[0], "none.png")).hasMessageContaining("none.png is empty");
        assertThatThrownBy(() -> ImageCodec.decode(new byte[100], "text.png")).hasMessageContaining("not an image");
    }

    @Test
    void aFolderOfClassFoldersIsSplitByClass() throws IOException {
        classes(4, COLOUR);
        put(".hidden/x.png", GREY);
        put("class0/notes.txt", new byte[] {1});
        ImageFolderDataset dataset = Datasets.imageFolder(folder);
        UpgradeData data = dataset.split(Scenario.extendedData(0.5), 1);
        assertThat(dataset.images().size()).isEqualTo(40);
        assertThat(dataset.images().id(0)).isEqualTo("class0/0.png");
        assertThat(dataset.images().preprocessing()).isEqualTo(Preprocessing.colour(64));
        assertThat(dataset.grey().resizedTo(20).images().preprocessing()).isEqualTo(Preprocessing.grey(20));
        assertThat(data.newTraining().size()).isEqualTo(6 * 4);
        assertThat(data.oldTraining().size()).isEqualTo(6 * 2);
        assertThat(data.validation().queries().size()).isEqualTo(2);
        assertThat(data.test().gallery().size()).isEqualTo(3 * 2);
    }

    @Test
    void greyFoldersGiveSmallGreyInputWithoutMirroring() throws IOException {
        classes(2, GREY);
        LabeledImages images = Datasets.imageFolder(folder).images();
        assertThat(images.preprocessing()).isEqualTo(Preprocessing.grey(28));
        assertThat(images.augmentation()).isEqualTo(Augmentation.characters());
    }

    @Test
    void corruptFilesAreSkippedAndCountedOrRefusedAsAsked() throws IOException {
        classes(3, GREY);
        put("class3/2.png", Arrays.copyOf(GREY, GREY.length / 2));
        ImageFolderDataset dataset = Datasets.imageFolder(folder);
        int broken = IntStream.range(0, 30)
                .filter(i -> dataset.images().id(i).equals("class3/2.png"))
                .findFirst()
                .getAsInt();
        assertThatThrownBy(() -> dataset.images().image(broken)).hasMessageContaining("class3/2.png");
        assertThatThrownBy(dataset::refusingCorrupt)
                .hasMessageContaining("1 of 30 images")
                .hasMessageContaining("class3/2.png")
                .hasMessageContaining("skippingCorrupt()");
        ImageFolderDataset skipping = dataset.skippingCorrupt();
        assertThat(skipping.skippedFiles()).isEqualTo(1);
        assertThat(skipping.images().size()).isEqualTo(29);
    }

    @Test
    void aFolderWithoutOneReadableImageIsRefusedWithAnExample() throws IOException {
        put("cats/0.png", Arrays.copyOf(GREY, GREY.length / 2));
        put("dogs/0.png", new byte[] {1, 2, 3});
        ImageFolderDataset dataset = Datasets.imageFolder(folder);
        assertThatThrownBy(dataset::skippingCorrupt)
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("none of the 2 images")
                .hasMessageContaining("cats/0.png")
                .hasMessageContaining("PNG, JPEG, GIF and BMP");
    }

    @Test
    void anImageThatDisappearedIsNamedWithWhatToDo() throws IOException {
        classes(2, GREY);
        LabeledImages images = Datasets.imageFolder(folder).images();
        Files.delete(folder.resolve(images.id(0)));
        assertThatThrownBy(() -> images.image(0))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(images.id(0))
                .hasMessageContaining("was there when the images were listed: put it back");
    }

    @Test
    void missingAndEmptyFoldersAreNamed() {
        assertThatThrownBy(() -> Datasets.imageFolder(folder.resolve("nowhere")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no folder")
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> Datasets.imageFolder(folder)).hasMessageContaining("no images in");
    }

    @Test
    void classesOfOneImageAreRefusedForRetrievalUnlessAllowed() throws IOException {
        classes(1, GREY);
        ImageFolderDataset dataset = Datasets.imageFolder(folder);
        assertThatThrownBy(() -> dataset.split(Scenario.extendedData(0.3), 1))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("4 of their classes")
                .hasMessageContaining("allowingSingletons()");
        UpgradeData data = dataset.allowingSingletons().split(Scenario.extendedData(0.3), 1);
        assertThat(data.test().queries().size()).isZero();
        assertThat(data.test().gallery().size()).isEqualTo(3);
        assertThat(data.oldTraining().size()).isEqualTo(6);
    }

    private static final String MANIFEST = String.join(
            "\r\n",
            "path,label,split,role",
            "i/a1.png,0,old_train,train",
            "i/a1.png,0,new_train,train",
            "i/a2.png,0,new_train,train",
            "\"i/b,1.png\",10,new_train,train",
            "i/v1.png,2,val,query",
            "i/v2.png,2,val,gallery",
            "i/t1.png,3,test,query",
            "i/t2.png,3,test,gallery",
            "");

    private Path manifestZip(String csv) throws IOException {
        return zip(
                "set.zip",
                "splits/extended_data.csv",
                csv,
                "splits/other.csv",
                MANIFEST,
                "classes.csv",
                "label,name\n0,apple\n",
                "i/a1.png",
                "png",
                "i/a2.png",
                "png",
                "i/b,1.png",
                "png",
                "i/v1.png",
                "png",
                "i/v2.png",
                "png",
                "i/t1.png",
                "png",
                "i/t2.png",
                "png");
    }

    @Test
    void aManifestIsTakenAsWritten() throws IOException {
        ManifestDataset dataset = Datasets.manifest(manifestZip(MANIFEST));
        UpgradeData data = dataset.split("extended_data");
        assertThat(dataset.scenarios()).containsExactly("extended_data", "other");
        assertThat(data.oldTraining().size()).isEqualTo(1);
        assertThat(data.newTraining().size()).isEqualTo(3);
        assertThat(data.newTraining().id(2)).isEqualTo("i/b,1.png");
        assertThat(data.newTraining().label(2)).isEqualTo(3); // labels 0, 2, 3, 10 by number
        assertThat(data.newTraining().classNames()).containsExactly("apple", "2", "3", "10");
        assertThat(data.newTraining().image(0).width()).isEqualTo(9);
        assertThat(data.test().queries().id(0)).isEqualTo("i/t1.png");
        assertThat(data.validation().gallery().id(0)).isEqualTo("i/v2.png");
        UpgradeData anew = dataset.split(Scenario.openClass(0.5), 1);
        assertThat(anew.oldTraining().size() + anew.newTraining().size()).isEqualTo(3);
        assertThat(anew.test().queries().id(0)).isEqualTo("i/t1.png");
    }

    @Test
    void aManifestBesideItsImagesIsReadToo() throws IOException {
        for (String image : new String[] {"a1", "a2", "b,1", "v1", "v2", "t1", "t2"}) {
            put("i/" + image + ".png", COLOUR);
        }
        put("mine.csv", MANIFEST.getBytes(StandardCharsets.UTF_8));
        ManifestDataset dataset = Datasets.manifest(folder.resolve("mine.csv"));
        assertThat(dataset.scenarios()).containsExactly("mine");
        assertThat(dataset.images().preprocessing()).isEqualTo(Preprocessing.colour(64));
        assertThat(dataset.split("mine").newTraining().size()).isEqualTo(3);
    }

    @Test
    void mistakesInAManifestAreNamed() throws IOException {
        ManifestDataset good = Datasets.manifest(manifestZip(MANIFEST));
        assertThatThrownBy(() -> good.split("open_data")).hasMessageContaining("there are extended_data, other");
        assertThatThrownBy(() -> good.withClassShares(0.5, 0.2, 0.3)).hasMessageContaining("its manifest says");
        refused(MANIFEST.replace("label,split", "class,split"), "no column label");
        refused(MANIFEST.replace("i/t1.png,3", "i/t1.png,0"), "label 0 is in training and in test");
        refused(MANIFEST.replace("i/t1.png", "i/t9.png"), "i/t9.png, which is not in");
        refused(MANIFEST.replace("val,query", "valid,query"), "line 6 has split 'valid'");
        refused(MANIFEST.replace("i/v1.png,2,val,query\r\n", ""), "no row with val query");
        refused(MANIFEST.replace("3,test,query", "3"), "line 8 has 2 fields");
        refused(MANIFEST.replace("b,1.png\"", "b,1.png"), "line 5 has a quote that is not closed");
        assertThatThrownBy(() -> Datasets.manifest(zip("none.zip", "a.txt", "x")))
                .hasMessageContaining("no splits/*.csv");
        assertThatThrownBy(() -> Datasets.manifest(folder.resolve("gone.zip"))).hasMessageContaining("no file");
    }

    private void refused(String csv, String message) throws IOException {
        Path file = manifestZip(csv);
        assertThatThrownBy(() -> Datasets.manifest(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(message);
    }

    @Test
    void omniglotIsDividedByAlphabetAndDrawer() throws IOException {
        String[] entries = IntStream.range(0, 2 * 4 * 4)
                .mapToObj(k -> {
                    String alphabet = new String[] {"Greek", "Korean", "Latin", "Balinese"}[k / 8];
                    return k % 2 == 1
                            ? "png"
                            : "images_background/" + alphabet + "/character0" + (1 + k / 4 % 2) + "/0001_0"
                                    + (1 + k / 2 % 2) + ".png";
                })
                .map(text -> text.replace("0001_02", "0001_03"))
                .toArray(String[]::new);
        Path background = zip("images_background.zip", entries);
        Path evaluation = zip(
                "images_evaluation.zip",
                "images_evaluation/Angelic/character01/1000_01.png",
                "png",
                "images_evaluation/Angelic/character01/1000_03.png",
                "png",
                "__MACOSX/images_evaluation/x.png",
                "png");
        UpgradeData data = Datasets.omniglot(background).split(Scenario.extendedData(0.5), 1);
        assertThat(data.newTraining().id(0)).isEqualTo("images/Greek/character01/0001_01.png");
        assertThat(data.newTraining().size()).isEqualTo(4);
        assertThat(data.validation().queries().size()).isEqualTo(2); // drawer 1 asks, drawer 3 does not
        assertThat(data.test().queries().size()).isEqualTo(4);
        assertThat(data.newTraining().preprocessing()).isEqualTo(Preprocessing.grey(28));
        assertThat(Datasets.omniglot(background, evaluation)
                        .split(Scenario.extendedData(0.5), 1)
                        .test()
                        .gallery()
                        .size())
                .isEqualTo(5);
        assertThatThrownBy(() -> Datasets.omniglot(evaluation)).hasMessageContaining("images_background.zip is needed");
        assertThatThrownBy(() -> Datasets.omniglot(manifestZip(MANIFEST))).hasMessageContaining("manifest()");
    }
}
