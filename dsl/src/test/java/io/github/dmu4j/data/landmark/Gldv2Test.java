package io.github.dmu4j.data.landmark;

import static io.github.dmu4j.data.FormatFiles.ints;
import static io.github.dmu4j.data.FormatFiles.json;
import static io.github.dmu4j.data.FormatFiles.path;
import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.LabeledImages;
import io.github.dmu4j.data.landmark.Gldv2.Usage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gldv2Test {
    private static final Path ROOT = path("landmark/gldv2");
    private static final JsonNode TRUTH = json("landmark/truth.json");
    private static final String ID = "0123456789abcdef";

    @TempDir
    Path folder;

    static List<String> ids(LabeledImages images) {
        return IntStream.range(0, images.size()).mapToObj(images::id).toList();
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private void assertColours(LabeledImages images) {
        for (int i = 0; i < images.size(); i++) {
            Colours.assertIs(images.image(i), TRUTH.get("colours").get(images.id(i)));
        }
    }

    @Test
    void cleanTrainingImagesHaveTheRankOfTheirLandmark() {
        var training = Landmarks.gldv2(ROOT).training();
        assertThat(ids(training)).isEqualTo(texts(TRUTH.get("train").get("ids")));
        assertThat(training.labels()).isEqualTo(ints(TRUTH.get("train").get("labels")));
        assertThat(training.classNames()).isEqualTo(texts(TRUTH.get("train").get("classNames")));
        assertColours(training);
        assertThat(training.summary()).contains("found 7 images", "1,580,470", "found 4 landmarks", "81,313");
    }

    @Test
    void aLabelListReplacesOrderAndLabels() {
        var training = Landmarks.gldv2(ROOT).training(ROOT.resolve("label_81313.txt"));
        assertThat(ids(training)).isEqualTo(texts(TRUTH.get("list").get("ids")));
        assertThat(training.labels()).isEqualTo(ints(TRUTH.get("list").get("labels")));
        assertThat(training.classNames()).hasSize(64710).endsWith("64709"); // one above the largest label
        assertColours(training);
    }

    @Test
    void indexAndTestKeepTheFilesOrder() {
        var index = Landmarks.gldv2(ROOT).index();
        var test = Landmarks.gldv2(ROOT).test();
        assertThat(ids(index)).isEqualTo(texts(TRUTH.get("index")));
        assertThat(ids(test)).isEqualTo(texts(TRUTH.get("test")));
        assertThat(index.classNames()).containsExactly("unlabelled");
        assertColours(index);
        assertColours(test);
        assertThat(index.summary()).contains("found 8 images", "761,757");
        assertThat(test.summary()).contains("says 117,577");
    }

    @ParameterizedTest
    @CsvSource({"PRIVATE, Private, 3, 750", "PUBLIC, Public, 1, 379"})
    void aHalfOfTheQueriesComesWithItsRelevantRows(Usage usage, String name, int queries, String published) {
        Gldv2Retrieval task = Landmarks.gldv2(ROOT).retrieval(usage);
        assertThat(task.groundTruth()).hasSize(queries).isEqualTo(truth(name));
        assertThat(ids(task.queries()))
                .isEqualTo(task.groundTruth().stream().map(Gldv2Query::id).toList());
        assertThat(ids(task.gallery())).isEqualTo(texts(TRUTH.get("index")));
        assertThat(task.summary()).contains("2 ignored queries left out", "found " + queries + " queries", published);
        assertColours(task.queries());
    }

    private static List<Gldv2Query> truth(String usage) {
        List<Gldv2Query> queries = new ArrayList<>();
        for (JsonNode query : TRUTH.get(usage)) {
            queries.add(new Gldv2Query(
                    query.get("id").asText(),
                    IntStream.of(ints(query.get("relevant"))).boxed().toList()));
        }
        return queries;
    }

    @Test
    void relevantImagesOutsideOfTheGalleryAreCounted() {
        assertThat(Landmarks.gldv2(ROOT).retrieval(Usage.PRIVATE).summary())
                .contains("2 relevant images are not in this gallery");
    }

    @Test
    void aPartKeepsWhatIsRelevantToItsQueries() {
        Gldv2Retrieval whole = Landmarks.gldv2(ROOT).retrieval(Usage.PRIVATE);
        Gldv2Retrieval part = whole.part(0.34);
        assertThat(part.groundTruth()).hasSize(1);
        assertThat(ids(part.queries()))
                .containsExactly(part.groundTruth().get(0).id());
        assertThat(ids(whole.gallery())).containsAll(ids(part.gallery()));
        assertThat(part.gallery().size()).isLessThan(whole.gallery().size());
        Gldv2Query same = whole.groundTruth().stream()
                .filter(q -> q.id().equals(part.groundTruth().get(0).id()))
                .findFirst()
                .orElseThrow();
        assertThat(part.groundTruth().get(0).relevant().stream().map(part.gallery()::id))
                .isEqualTo(same.relevant().stream().map(whole.gallery()::id).toList());
        assertColours(part.gallery());
        assertThat(whole.part(1).groundTruth()).isEqualTo(whole.groundTruth());
        assertThat(part.summary()).contains("0.34, for a trial");
    }

    @Test
    void openCompatiblesListsGiveTheSameTask() {
        Gldv2Retrieval task = Landmarks.gldv2(ROOT)
                .retrieval(
                        ROOT.resolve("gldv2_gallery_list.txt"),
                        ROOT.resolve("gldv2_private_query_list.txt"),
                        ROOT.resolve("gldv2_private_query_gt.txt"));
        assertThat(task.groundTruth()).isEqualTo(truth("Private"));
        assertThat(ids(task.gallery())).isEqualTo(texts(TRUTH.get("index")));
        assertColours(task.queries());
    }

    @Test
    void aListMayLieBesideTheFolders() throws IOException {
        Files.copy(ROOT.resolve("metadata/index.csv"), folder.resolve("index.csv"));
        assertThat(Landmarks.gldv2(folder).index().size()).isEqualTo(8);
        refused(() -> Landmarks.gldv2(folder).training(), "train_clean.csv", "metadata", "download");
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkArePassedOver() {
        FormatFiles.write(folder.resolve("train_clean.csv"), "\ufefflandmark_id,images\r\n5," + ID + "\r\n");
        var training = Landmarks.gldv2(folder).training();
        assertThat(ids(training)).containsExactly(ID);
        assertThat(training.classNames()).containsExactly("5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "landmark_id,image~ | line 1",
                "images,landmark_id~ | line 1",
                "landmark_id~ | line 1",
                "landmark_id,images,more~ | line 1",
                "landmark_id,images~7,0123456789abcde~ | line 2",
                "landmark_id,images~7,0123456789abcdef0~ | line 2",
                "landmark_id,images~7,0123456789ABCDEF~ | line 2",
                "landmark_id,images~7,../../etc/passwd~ | line 2",
                "landmark_id,images~7,/etc/passwd~ | line 2",
                "landmark_id,images~7,~ | line 2",
                "landmark_id,images~7~ | line 2",
                "landmark_id,images~~ | line 2",
                "landmark_id,images~7,0123456789abcdef ~ | line 2",
                "landmark_id,images~7,0123456789abcdef  1123456789abcdef~ | line 2",
                "landmark_id,images~7,0123456789abcdef,1~ | line 2",
                "landmark_id,images~-7,0123456789abcdef~ | line 2",
                "landmark_id,images~2147483648,0123456789abcdef~ | line 2",
                "landmark_id,images~99999999999999999999999999,0123456789abcdef~ | line 2",
                "landmark_id,images~7 8,0123456789abcdef~ | line 2",
                "landmark_id,images~7,0123456789abcdef 1123456789abcdef 0123456789abcdef~ | line 2 and again on line 2",
                "landmark_id,images~7,0123456789abcdef~8,1123456789abcdef 0123456789abcdef~ | line 2 and again on line 3",
                "landmark_id,images~7,0123456789abcdef~8,1123456789abcdef~7,2123456789abcdef~ | line 2 and again on line 4"
            })
    void aMalformedLineIsNamed(String content, String line) {
        FormatFiles.write(folder.resolve("train_clean.csv"), content.replace('~', '\n'));
        refused(() -> Landmarks.gldv2(folder).training(), "train_clean.csv", line);
    }

    @Test
    void aWordWithoutEndIsNotCollected() {
        FormatFiles.write(folder.resolve("train_clean.csv"), "landmark_id,images\n7," + "a".repeat(1 << 20));
        refused(() -> Landmarks.gldv2(folder).training(), "line 2", "over 64 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0123456789abcdef,1123456789abcdef,private | unknown Usage",
                "0123456789abcdef,1123456789abcdef,Secret | unknown Usage",
                "0123456789abcdef,None,Private | may have None",
                "0123456789abcdef,1123456789abcdef | no column Usage",
                "0123456789abcdef | no column images",
                "0123456789abcdef,,Private | identifier",
                "0123456789abcdef,None None,Ignored | no column Usage",
                "0123456789abcdef,1123456789abcdef,Private,x | goes on",
                "0123456789abcdef,1123456789abcdef,Public~0123456789abcdef,1123456789abcdef,Public | and again on line 3"
            })
    void aMalformedSolutionIsNamed(String lines, String reason) {
        FormatFiles.write(folder.resolve("index.csv"), "id\n1123456789abcdef\n");
        FormatFiles.write(
                folder.resolve("retrieval_solution_v2.1.csv"), "id,images,Usage\n" + lines.replace('~', '\n') + "\n");
        refused(() -> Landmarks.gldv2(folder).retrieval(Usage.PUBLIC), "retrieval_solution_v2.1.csv", "line ", reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train/0/1/2/0123456789abcdef.jpg",
                "train/0/1/2/0123456789abcdef.jpg x",
                "train/0/1/2/0123456789abcdef.jpg -1",
                "train/0/1/2/0123456789abcdef.jpg 2147483647",
                "train/0/1/3/0123456789abcdef.jpg 1",
                "index/0/1/2/0123456789abcdef.jpg 1",
                "../train/0/1/2/0123456789abcdef.jpg 1",
                "/train/0/1/2/0123456789abcdef.jpg 1",
                "train/0/1/2/../0123456789abcdef.jpg 1",
                "train/0/1/2/0123456789abcdef.png 1",
                "train/0/1/2/0123456789abcdef.jpg 1 2",
                ".jpg 1"
            })
    void aMalformedLabelListIsNamed(String line) {
        Path list = folder.resolve("labels.txt");
        FormatFiles.write(list, "train/1/1/1/1111111111111111.jpg 0\n" + line + "\n");
        refused(() -> Landmarks.gldv2(folder).training(list), "labels.txt line 2");
    }

    @Test
    void anImageTwiceInALabelListIsNamed() {
        Path list = folder.resolve("labels.txt");
        FormatFiles.write(list, "train/1/1/1/1111111111111111.jpg 0\n".repeat(2));
        refused(() -> Landmarks.gldv2(folder).training(list), "line 1 and again on line 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "test/0/1/2/0123456789abcdef.jpg 1 0 | says that 0123456789abcdef is query 1",
                "test/1/1/1/1111111111111111.jpg 0 0 | the query list has 0123456789abcdef there",
                "test/0/1/2/0123456789abcdef.jpg 0 1 | gallery row",
                "test/0/1/2/0123456789abcdef.jpg 0 0,,0 | gallery row",
                "test/0/1/2/0123456789abcdef.jpg 0 -1 | gallery row",
                "test/0/1/2/0123456789abcdef.jpg 0 99999999999999 | gallery row",
                "test/0/1/2/0123456789abcdef.jpg 0 | fields",
                "test/0/1/2/0123456789abcdef.jpg 0 0~test/0/1/2/0123456789abcdef.jpg 0 0 | second one of query 0"
            })
    void groundTruthThatContradictsTheListsIsNamed(String lines, String reason) {
        Path gallery = folder.resolve("gallery.txt");
        Path queries = folder.resolve("queries.txt");
        Path truth = folder.resolve("truth.txt");
        FormatFiles.write(gallery, "index/1/1/2/1123456789abcdef.jpg 0\n");
        FormatFiles.write(queries, "test/0/1/2/0123456789abcdef.jpg 0\n");
        FormatFiles.write(truth, lines.replace('~', '\n') + "\n");
        refused(() -> Landmarks.gldv2(folder).retrieval(gallery, queries, truth), "truth.txt line ", reason);
    }

    @Test
    void aListThatDoesNotCountItsLinesIsRefused() {
        Path gallery = folder.resolve("gallery.txt");
        FormatFiles.write(gallery, "index/1/1/2/1123456789abcdef.jpg 1\n");
        refused(
                () -> Landmarks.gldv2(folder).retrieval(gallery, gallery, gallery),
                "gallery.txt line 1",
                "0 is needed");
    }

    @Test
    void cutOffAnywhereAFileGivesLessOrAnError() {
        Path root = FormatFiles.copy("landmark/gldv2", folder.resolve("copy"));
        Gldv2 set = Landmarks.gldv2(root);
        cut(root.resolve("train/train_clean.csv"), set::training, 7);
        cut(root.resolve("metadata/index.csv"), set::index, 8);
        cut(root.resolve("label_81313.txt"), () -> set.training(root.resolve("label_81313.txt")), 7);
        Path solution = root.resolve("test/retrieval_solution_v2.1.csv");
        FormatFiles.truncated(solution, 1, length -> problem(() -> set.retrieval(Usage.PRIVATE)));
        for (String list :
                List.of("gldv2_gallery_list.txt", "gldv2_private_query_list.txt", "gldv2_private_query_gt.txt")) {
            Consumer<Integer> reading = length -> problem(() -> set.retrieval(
                    root.resolve("gldv2_gallery_list.txt"),
                    root.resolve("gldv2_private_query_list.txt"),
                    root.resolve("gldv2_private_query_gt.txt")));
            FormatFiles.truncated(root.resolve(list), 3, reading);
            FormatFiles.flipped(root.resolve(list), 3, reading);
        }
        FormatFiles.flipped(solution, 3, at -> problem(() -> set.retrieval(Usage.PRIVATE)));
        FormatFiles.flipped(root.resolve("train/train_clean.csv"), 1, at -> problem(set::training));
    }

    private static void cut(Path file, Supplier<LabeledImages> reading, int images) {
        FormatFiles.truncated(
                file,
                1,
                length -> problem(() -> assertThat(reading.get().size()).isLessThanOrEqualTo(images)));
    }

    @Test
    void anImageBehindALinkThatLeavesTheRootIsRefused() throws IOException {
        Path outside = Files.write(folder.resolve("secret.jpg"), new byte[] {1});
        Path root = folder.resolve("root");
        Path place = root.resolve("index/0/1/2");
        Files.createDirectories(place);
        Files.createSymbolicLink(place.resolve(ID + ".jpg"), outside);
        FormatFiles.write(root.resolve("index.csv"), "id\n" + ID + "\n");
        var index = Landmarks.gldv2(root).index();
        refused(() -> index.image(0), ID, "link");
    }

    @Test
    void aMissingOrDamagedImageIsRefusedWhenItIsDecoded() throws IOException {
        FormatFiles.write(folder.resolve("index.csv"), "id\n" + ID + "\n");
        var index = Landmarks.gldv2(folder).index();
        refused(() -> index.image(0), "index/0/1/2/" + ID + ".jpg");
        Files.createDirectories(folder.resolve("index/0/1/2"));
        FormatFiles.write(folder.resolve("index/0/1/2/" + ID + ".jpg"), "not a picture");
        refused(() -> index.image(0), "index/0/1/2/" + ID + ".jpg");
    }

    @Test
    void aLineOfAHundredThousandImagesIsRead() throws IOException {
        int images = 100_000;
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("train_clean.csv"))) {
            out.write("landmark_id,images\n8,ffffffffffffffff\n7");
            for (int i = 0; i < images; i++) {
                out.write(i == 0 ? ',' : ' ');
                out.write(String.format(Locale.ROOT, "%016x", i * 0x9e3779b97f4a7c15L + 1));
            }
        }
        var training = Landmarks.gldv2(folder).training();
        assertThat(training.size()).isEqualTo(images + 1);
        assertThat(training.label(0)).isEqualTo(1);
        assertThat(training.label(images)).isZero();
        assertThat(training.id(2)).isEqualTo("9e3779b97f4a7c16");
    }
}
