// How long the index of a large training set takes to open, and how many bytes of heap it keeps: train_clean.csv of Google Landmarks
// v2 and the .rec of MS1Mv3, written first into a temporary folder by made-up rows. Records hold 4 bytes in place of a picture.
//
//   ./dmu run bench/indexes.jsh [--rows 2000000] [--faces 5179510]     (--help says all)

import java.io.BufferedOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "./dmu run bench/indexes.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--rows", defaultValue = "2000000", description = "images of train_clean.csv and of the smaller .rec") int rows;
    @Option(names = "--faces", defaultValue = "5179510", description = "images of the larger .rec") int faces;
    @Option(names = "--folder", description = "where the temporary folder is made; default: the system's") Path folder;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}
int perClass = 20; // 1,580,470 images of 81,313 landmarks are 19 each, 5,179,510 of 93,431 people 55

var folder = options.folder == null ? Files.createTempDirectory("dmu-indexes") : Files.createTempDirectory(options.folder, "dmu-indexes");
long needed = 64L * (2L * options.rows + options.faces);
long free = Files.getFileStore(folder).getUsableSpace();
if (free < needed + (1L << 30)) {
    System.out.printf("%,d MB are needed in %s and 1 GB beside, found %,d MB: give another folder with --folder%n", needed >> 20, folder, free >> 20);
    Files.delete(folder);
    System.exit(1);
}
Runtime.getRuntime().addShutdownHook(new Thread(() -> {
    Stream.of(folder.toFile().listFiles()).forEach(File::delete);
    folder.toFile().delete();
}));

void writeLandmarks(Path file, int images) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
        out.write("landmark_id,images\n");
        for (int first = 0; first < images; first += perClass) {
            out.write(first / perClass * 3 + ",");
            for (int i = first; i < Math.min(first + perClass, images); i++) {
                out.write((i == first ? "" : " ") + String.format("%016x", i * 0x9e3779b97f4a7c15L));
            }
            out.write('\n');
        }
    }
}

// Record 0, then the images, then one identity record a class with its range of keys.
void writeRecords(Path rec, Path idx, int images) throws IOException {
    int classes = (images + perClass - 1) / perClass;
    try (var out = new BufferedOutputStream(Files.newOutputStream(rec), 1 << 16); var index = Files.newBufferedWriter(idx)) {
        long at = 0;
        for (int key = 0; key <= images + classes; key++) {
            boolean isImage = key >= 1 && key <= images;
            int c = key - images - 1;
            float[] labels = key == 0 ? new float[] {images + 1, images + 1 + classes}
                : isImage ? new float[] {(key - 1) / perClass}
                : new float[] {c * perClass + 1, Math.min((c + 1) * perClass, images) + 1};
            byte[] record = record(key, labels, isImage);
            out.write(record);
            index.write(key + "\t" + at + "\n");
            at += record.length;
        }
    }
}

byte[] record(int key, float[] labels, boolean hasPicture) {
    int payload = 24 + (labels.length == 1 ? 0 : 4 * labels.length) + (hasPicture ? 4 : 0);
    var record = ByteBuffer.allocate(8 + payload).order(ByteOrder.LITTLE_ENDIAN);
    record.putInt(0xced7230a).putInt(payload);
    record.putInt(labels.length == 1 ? 0 : labels.length).putFloat(labels.length == 1 ? labels[0] : 0).putLong(key).putLong(0);
    if (labels.length > 1) {
        for (float label : labels) {
            record.putFloat(label);
        }
    }
    return record.array();
}

long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
}

interface Writing { void run() throws IOException; }

void measure(String what, Writing writing, Supplier<LabeledImages> opening) throws IOException {
    long start = System.nanoTime();
    writing.run();
    double writtenIn = (System.nanoTime() - start) / 1e9;
    long before = heapInUse();
    start = System.nanoTime();
    LabeledImages set = opening.get();
    double openedIn = (System.nanoTime() - start) / 1e9;
    long bytes = heapInUse() - before;
    System.out.printf(Locale.ROOT, "%-34s %,10d images, %,7d classes: written in %5.1f s, opened in %5.1f s, %,4d MB of heap (%.1f bytes an image)%n",
        what, set.size(), Arrays.stream(set.labels()).max().orElse(-1) + 1, writtenIn, openedIn, bytes >> 20, (double) bytes / set.size());
}

var rec = folder.resolve("train.rec");
var idx = folder.resolve("train.idx");
System.out.printf("%d processors, heap up to %,d MB%n", Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() >> 20);
measure("train_clean.csv", () -> writeLandmarks(folder.resolve("train_clean.csv"), options.rows), () -> Landmarks.gldv2(folder).training());
measure("train.rec and train.idx", () -> writeRecords(rec, idx, options.rows), () -> Faces.recordIo(rec));
measure("train.rec and train.idx", () -> writeRecords(rec, idx, options.faces), () -> Faces.recordIo(rec));
