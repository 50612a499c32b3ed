package io.github.dmu4j;

import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Seeds;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.data.GlyphSettings;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.PixelImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Invented drawings in the files of the published sets: twelve characters, six drawings of each. Of the first eight the training sets
 * are made, of the last four the benchmarks.
 */
final class ExperimentFiles {
    private static final int TRAINING = 8;
    private static final int CLASSES = 12;
    private static final int EACH = 6;
    private static final int FACE = 112;

    /** InsightFace's reference points: a face that has its points there is aligned as it is. */
    private static final String ALIGNED =
            "38.2946 51.6963 73.5318 51.5014 56.0252 71.7366 41.5493 92.3655 70.7299 92.2041";

    private static final LabeledImages DRAWINGS = Datasets.glyphs(GlyphSettings.frozen()
                    .withClasses(CLASSES)
                    .withImagesPerClass(EACH)
                    .withSize(16))
            .images();

    private ExperimentFiles() {}

    /**
     * {@code gldv2/} and {@code revisitop/datasets/roxford5k/}. Characters 8 and 9 are public queries, 10 and 11 private; two drawings of
     * each search, the other four are the gallery.
     */
    static void landmarks(Path root) {
        Path gldv2 = root.resolve("gldv2");
        StringBuilder training = new StringBuilder("landmark_id,images\n");
        for (int c = 0; c < TRAINING; c++) {
            training.append(1000 - c).append(',').append(ids(c, 0, EACH)).append('\n');
            jpegs(gldv2, "train", c, 0, EACH);
        }
        write(gldv2.resolve("train/train_clean.csv"), training.toString());
        StringBuilder index = new StringBuilder("id\n");
        StringBuilder solution = new StringBuilder("id,images,Usage\n0000000000000001,None,Ignored\n");
        for (int c = TRAINING; c < CLASSES; c++) {
            index.append(ids(c, 2, EACH).replace(' ', '\n')).append('\n');
            for (int i = 0; i < 2; i++) {
                solution.append(id(c, i))
                        .append(',')
                        .append(ids(c, 2, EACH))
                        .append(c < 10 ? ",Public\n" : ",Private\n");
            }
            jpegs(gldv2, "test", c, 0, 2);
            jpegs(gldv2, "index", c, 2, EACH);
        }
        write(gldv2.resolve("metadata/index.csv"), index.toString());
        write(gldv2.resolve("metadata/retrieval_solution_v2.1.csv"), solution.toString());
        oxford(root.resolve("revisitop/datasets/roxford5k"));
    }

    /** Of each of the last four characters drawing 0 searches; 1 and 2 are easy, 3 hard, 4 junk, and all others wrong. */
    private static void oxford(Path folder) {
        List<String> gallery = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        List<Map<String, Object>> truth = new ArrayList<>();
        for (int c = TRAINING; c < CLASSES; c++) {
            queries.add("query_" + c);
            write(folder.resolve("jpg/query_" + c + ".jpg"), jpeg(c, 0, 16));
            int first = gallery.size();
            for (int i = 1; i < EACH; i++) {
                gallery.add("oxford_" + c + "_" + i);
                write(folder.resolve("jpg/oxford_" + c + "_" + i + ".jpg"), jpeg(c, i, 16));
            }
            truth.add(Map.of(
                    "bbx", List.of(0.0, 0.0, 16.0, 14.0),
                    "easy", List.of(first, first + 1),
                    "hard", List.of(first + 2),
                    "junk", List.of(first + 3)));
        }
        Json.write(folder.resolve("gnd_roxford5k.json"), Map.of("imlist", gallery, "qimlist", queries, "gnd", truth));
    }

    /** {@code ms1m/} with {@code train.rec} and {@code lfw.bin}, and {@code IJBC/}. */
    static void faces(Path root) {
        records(root.resolve("ms1m"));
        pairs(root.resolve("ms1m/lfw.bin"));
        ijb(root.resolve("IJBC"));
    }

    /** RecordIO as MixBCT writes it: record 0 counts the images, and there are no records of identities. */
    private static void records(Path folder) {
        ByteArrayOutputStream rec = new ByteArrayOutputStream();
        StringBuilder idx = new StringBuilder();
        int images = TRAINING * EACH;
        append(rec, idx, 0, header(2, 0, images + 1f, TRAINING), new byte[0]);
        for (int i = 0; i < images; i++) {
            append(rec, idx, i + 1, header(0, i / EACH), jpeg(i / EACH, i % EACH, FACE));
        }
        write(folder.resolve("train.rec"), rec.toByteArray());
        write(folder.resolve("train.idx"), idx.toString());
        write(folder.resolve("property"), TRAINING + "," + FACE + "," + FACE);
    }

    private static byte[] header(int flag, int label, float... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(24 + 4 * labels.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(flag).putFloat(label).putLong(0).putLong(0);
        for (float one : labels) {
            bytes.putFloat(one);
        }
        return bytes.array();
    }

    private static void append(ByteArrayOutputStream rec, StringBuilder idx, int key, byte[] header, byte[] image) {
        idx.append(key).append('\t').append(rec.size()).append('\n');
        int length = header.length + image.length;
        rec.writeBytes(little(0xced7230a, length));
        rec.writeBytes(header);
        rec.writeBytes(image);
        rec.writeBytes(new byte[-length & 3]);
    }

    /** A pickle of protocol 3: twelve genuine and twelve impostor pairs, taking turns. */
    private static void pairs(Path bin) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 3, ']', '('});
        StringBuilder same = new StringBuilder();
        for (int c = TRAINING; c < CLASSES; c++) {
            for (int i = 0; i < 3; i++) {
                int other = TRAINING + (c + 1 + i - TRAINING) % (CLASSES - TRAINING);
                for (byte[] image : List.of(
                        jpeg(c, i, FACE),
                        jpeg(c, i + 3, FACE),
                        jpeg(c, i, FACE),
                        jpeg(other == c ? 8 : other, i, FACE))) {
                    out.write('B');
                    out.writeBytes(little(image.length));
                    out.writeBytes(image);
                }
                same.append("\u0088\u0089");
            }
        }
        out.writeBytes(new byte[] {'e', ']', '('});
        out.writeBytes(same.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(new byte[] {'e', (byte) 0x86, '.'});
        write(bin, out.toByteArray());
    }

    /** Of each character one enrolled template (two images of one medium) and two probes of two media each. */
    private static void ijb(Path folder) {
        StringBuilder media = new StringBuilder();
        StringBuilder points = new StringBuilder();
        StringBuilder pairs = new StringBuilder();
        List<StringBuilder> galleries =
                List.of(new StringBuilder("TEMPLATE_ID,SUBJECT_ID\n"), new StringBuilder("TEMPLATE_ID,SUBJECT_ID\n"));
        StringBuilder probes = new StringBuilder("TEMPLATE_ID,SUBJECT_ID\n");
        int n = 0;
        for (int c = TRAINING; c < CLASSES; c++) {
            for (int i = 0; i < EACH; i++) {
                n++;
                int template = 10 * c + i / 2;
                write(folder.resolve("loose_crop/" + n + ".jpg"), jpeg(c, i, FACE));
                media.append(n + ".jpg " + template + " " + (100 * c + (i < 2 ? 0 : i)) + "\n");
                points.append(n + ".jpg " + ALIGNED + " " + (0.5 + 0.05 * i) + "\n");
            }
            galleries.get(c < 10 ? 0 : 1).append(10 * c + "," + c + "\n");
            probes.append(10 * c + 1 + "," + c + "\n").append(10 * c + 2 + "," + c + "\n");
            for (int other = TRAINING; other < CLASSES; other++) {
                pairs.append(10 * c + " " + (10 * other + 1) + " " + (c == other ? 1 : 0) + "\n");
                pairs.append(10 * c + " " + (10 * other + 2) + " " + (c == other ? 1 : 0) + "\n");
            }
        }
        write(folder.resolve("meta/ijbc_face_tid_mid.txt"), media.toString());
        write(folder.resolve("meta/ijbc_name_5pts_score.txt"), points.toString());
        write(folder.resolve("meta/ijbc_template_pair_label.txt"), pairs.toString());
        write(folder.resolve("meta/ijbc_1N_gallery_G1.csv"), galleries.get(0).toString());
        write(folder.resolve("meta/ijbc_1N_gallery_G2.csv"), galleries.get(1).toString());
        write(folder.resolve("meta/ijbc_1N_probe_mixed.csv"), probes.toString());
    }

    private static String id(int character, int drawing) {
        return String.format(Locale.ROOT, "%016x", Seeds.derive(1, "id", character, drawing));
    }

    private static String ids(int character, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> id(character, i)).collect(Collectors.joining(" "));
    }

    private static void jpegs(Path gldv2, String split, int character, int from, int to) {
        for (int i = from; i < to; i++) {
            String id = id(character, i);
            write(
                    gldv2.resolve(split)
                            .resolve(id.substring(0, 1))
                            .resolve(id.substring(1, 2))
                            .resolve(id.substring(2, 3))
                            .resolve(id + ".jpg"),
                    jpeg(character, i, 16));
        }
    }

    /** A drawing as a colour JPEG, enlarged to a side that is a multiple of 16. */
    private static byte[] jpeg(int character, int drawing, int side) {
        PixelImage image = DRAWINGS.image(indexOf(character, drawing));
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int times = side / image.width();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                picture.setRGB(x, y, 0x010101 * image.value(x / times, y / times, 0));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int indexOf(int character, int drawing) {
        return IntStream.range(0, DRAWINGS.size())
                .filter(i -> DRAWINGS.label(i) == character)
                .skip(drawing)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] little(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.resolveSibling(".").normalize());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
