// The landmark experiment from end to end on real photographs: the Grocery Store Dataset laid out as Google Landmarks v2 in a
// temporary folder (product classes as landmarks, validation classes as public queries, test classes as private ones), then
// Experiments.landmark(root), as a trial. Shows that the whole way holds on photographs; its figures compare with no landmark paper.
//
//   ./dmu run bench/landmark-grocery.jsh --data grocery.zip [--out runs/landmark-grocery] ...     (--help says all)
//
// The zip holds images and splits/extended_data.csv (docs/data.md). Interrupted, the same command goes on where it stopped.

import java.util.zip.ZipFile;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "./dmu run bench/landmark-grocery.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--data", required = true, paramLabel = "ZIP", description = "images and splits/extended_data.csv (docs/data.md)") Path data;
    @Option(names = "--epochs", defaultValue = "20", description = "of both trainings") int epochs;
    @Option(names = "--size", defaultValue = "48", description = "side of the input, in pixels") int size;
    @Option(names = "--seed", defaultValue = "0", description = "of the scenario and all training") long seed;
    @Option(names = "--reference", description = "also train without compatibility") boolean reference;
    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "runs/landmark-grocery", description = "of the run") Path out;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}

// An image's identifier in GLDv2's form, from its path; the label is the class.
String idOf(String path) {
    return String.format(Locale.ROOT, "%016x", Seeds.derive(0, path));
}

void layOut(Path zip, Path root) throws IOException {
    var clean = new TreeMap<Integer, StringJoiner>();
    var galleryOf = new TreeMap<Integer, StringJoiner>();
    var index = new StringBuilder("id\n");
    var queries = new ArrayList<String[]>();
    try (var files = new ZipFile(zip.toFile())) {
        var manifest = new String(files.getInputStream(files.getEntry("splits/extended_data.csv")).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        for (String line : manifest.lines().skip(1).toList()) {
            String[] row = line.split(","); // path, label, split, role
            if (row[2].equals("old_train")) {
                continue; // the scenario chooses again, from new_train
            }
            String id = idOf(row[0]);
            int label = Integer.parseInt(row[1]);
            boolean training = row[2].equals("new_train");
            boolean query = row[3].equals("query");
            Path image = root.resolve(training ? "train" : query ? "test" : "index").resolve(id.substring(0, 1)).resolve(id.substring(1, 2)).resolve(id.substring(2, 3)).resolve(id + ".jpg");
            Files.createDirectories(image.getParent());
            try (var in = files.getInputStream(files.getEntry(row[0]))) {
                Files.copy(in, image);
            }
            if (training) {
                clean.computeIfAbsent(label, l -> new StringJoiner(" ")).add(id);
            } else if (query) {
                queries.add(new String[] {id, row[1], row[2].equals("val") ? "Public" : "Private"});
            } else {
                galleryOf.computeIfAbsent(label, l -> new StringJoiner(" ")).add(id);
                index.append(id).append('\n');
            }
        }
    }
    var cleanText = new StringBuilder("landmark_id,images\n");
    clean.forEach((label, ids) -> cleanText.append(label).append(',').append(ids).append('\n'));
    var solution = new StringBuilder("id,images,Usage\n");
    queries.forEach(q -> solution.append(q[0]).append(',').append(galleryOf.get(Integer.valueOf(q[1]))).append(',').append(q[2]).append('\n'));
    Files.writeString(root.resolve("train/train_clean.csv"), cleanText);
    Files.writeString(root.resolve("index/index.csv"), index);
    Files.writeString(root.resolve("test/retrieval_solution_v2.1.csv"), solution);
}

void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }
}

var root = Files.createTempDirectory("grocery-as-landmarks");
try {
    layOut(options.data, root);
    var experiment = Experiments.landmark(root).scaledDown(1)
        .from(resNet10(64).widths(8, 16, 32)).to(resNet10(64).widths(16, 32, 64))
        .training(s -> s.withEpochs(options.epochs).withBatchSize(32).withPreprocessing(Preprocessing.colour(options.size)))
        .with(dmu()).seed(options.seed).savingTo(options.out);
    experiment = options.reference ? experiment.withReference() : experiment;
    System.out.println(experiment);
    long start = System.nanoTime();
    var results = experiment.run();
    System.out.println("\n" + TableText.of(results.table()));
    results.summaries().forEach(System.out::println);
    System.out.println("\n" + results);
    System.out.println(String.format(Locale.ROOT, "%.0f s in this session", (System.nanoTime() - start) / 1e9));
} finally {
    delete(root);
}
