// Google Landmarks v2 retrieval at its full size with made-up vectors: 1,129 queries (379 public, 750 private) against 761,757
// gallery vectors that stay in their file. How long both halves take, and how much memory. The lists and the vectors (512-d fp32: 1.6
// GB) are written into a temporary folder first.
//
//   DMU_JVM_OPTS=-Xmx1g ./dmu run bench/gldv2.jsh [--type FLOAT16] [--share 0.01]     (--help says all)
//
// Each query has three relevant images, which lie near it. The peak is that of the process, mapped pages of the file included.

import com.sun.management.OperatingSystemMXBean;
import io.github.dmu4j.data.landmark.Gldv2;
import java.lang.management.ManagementFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "./dmu run bench/gldv2.jsh", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false)
class Options {
    @Option(names = "--share", defaultValue = "1", description = "of the gallery; 0.01 tries the script") double share;
    @Option(names = "--dimension", defaultValue = "512") int dimension;
    @Option(names = "--type", defaultValue = "FLOAT32", description = "of the file of vectors: FLOAT16 or FLOAT32") FloatType type;
    @Option(names = "--folder", description = "where the temporary folder is made; default: the system's") Path folder;
}
var options = new Options();
if (CommandLine.printHelpIfRequested(new CommandLine(options).parseArgs(args))) {
    System.exit(0);
}

int publicQueries = 379;
int queries = 1129;
int gallery = Math.max(4 * queries, (int) (761_757 * options.share));
int d = options.dimension;

var folder = options.folder == null ? Files.createTempDirectory("dmu-gldv2") : Files.createTempDirectory(options.folder, "dmu-gldv2");
long needed = (long) gallery * d * options.type.bytes() + 20L * gallery;
long free = Files.getFileStore(folder).getUsableSpace();
if (free < needed + (1L << 30)) {
    System.out.printf("%,d MB are needed in %s and 1 GB beside, found %,d MB: give another folder with --folder%n", needed >> 20, folder, free >> 20);
    Files.delete(folder);
    System.exit(1);
}
var vectors = folder.resolve("vectors.npy");
Runtime.getRuntime().addShutdownHook(new Thread(() -> {
    Stream.of(folder.toFile().listFiles()).forEach(File::delete);
    folder.toFile().delete();
}));

void write(String name, IntFunction<String> line, int count) throws IOException {
    try (var out = Files.newBufferedWriter(folder.resolve(name))) {
        for (int i = 0; i < count; i++) {
            out.write(line.apply(i));
            out.write('\n');
        }
    }
}

// Image i of a split; query q is test image q, relevant to it are index images q, q + 1129 and q + 2258.
String id(long split, long i) {
    return String.format("%016x", split << 56 | i * 2_654_435_761L);
}

float[] uniform(SplittableRandom random, int count, float range) {
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
        long bits = random.nextLong();
        values[i] = (int) bits * 0x1p-31f * range;
        if (i + 1 < count) {
            values[i + 1] = (int) (bits >> 32) * 0x1p-31f * range;
        }
    }
    return values;
}

FloatMatrix writeVectors() throws IOException {
    var random = new SplittableRandom(1);
    float[] asked = uniform(random, queries * d, 1);
    try (var writer = NpyRowWriter.create(vectors, d, options.type)) {
        for (int from = 0; from < gallery; from += 1024) {
            int rows = Math.min(1024, gallery - from);
            float[] block = uniform(random, rows * d, 4);
            for (int row = 0; row < rows && from + row < 3 * queries; row++) {
                for (int j = 0; j < d; j++) {
                    block[row * d + j] += asked[(from + row) % queries * d + j];
                }
            }
            writer.append(FloatMatrix.wrap(rows, d, block));
        }
        writer.finish();
    }
    return FloatMatrix.wrap(queries, d, asked);
}

long start = System.nanoTime();
write("index.csv", i -> i == 0 ? "id" : id(1, i - 1), gallery + 1);
write("retrieval_solution_v2.1.csv", i -> i == 0 ? "id,images,Usage" : id(2, i - 1) + "," + id(1, i - 1) + " " + id(1, queries + i - 1)
    + " " + id(1, 2 * queries + i - 1) + "," + (i <= publicQueries ? "Public" : "Private"), queries + 1);
var asked = writeVectors();
System.out.printf(Locale.ROOT, "made in %.0f s: %,d MB of vectors (%s)%n", (System.nanoTime() - start) / 1e9, Files.size(vectors) >> 20, options.type);

// Linux only: elsewhere the peak is not known.
String peak() throws IOException {
    var status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        ? Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM")).map(line -> line.replaceAll("\\D", "")).map(kb -> Long.parseLong(kb) / 1024 + " MB").findFirst().orElse("-")
        : "-";
}

<T> T timed(String what, java.util.concurrent.Callable<T> work) throws Exception {
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long begin = System.nanoTime();
    T result = work.call();
    System.out.printf(Locale.ROOT, "%-34s %6.1f s, %6.1f s of processor, peak %s%n", what, (System.nanoTime() - begin) / 1e9, (process.getProcessCpuTime() - cpu) / 1e9, peak());
    return result;
}

System.out.printf("%d processors, heap up to %,d MB; peak before: %s; search: %s%n", Runtime.getRuntime().availableProcessors(),
    Runtime.getRuntime().maxMemory() >> 20, peak(), SimilaritySearch.fastest().name());
var data = Landmarks.gldv2(folder);
var publicTask = timed("reading the public task", () -> data.retrieval(Gldv2.Usage.PUBLIC));
var privateTask = timed("reading the private task", () -> data.retrieval(Gldv2.Usage.PRIVATE));
var rows = MappedNpy.open(vectors);
var publicScore = timed("379 public queries", () -> Gldv2Protocol.of(publicTask).measure(asked.slice(0, publicQueries), rows));
var privateScore = timed("750 private queries", () -> Gldv2Protocol.of(privateTask).measure(asked.slice(publicQueries, queries), rows));
System.out.println(publicScore);
System.out.println(privateScore);
