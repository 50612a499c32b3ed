///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//REPOS mavenlocal,central
//DEPS io.github.dmu4j:dmu4j-kernel:0.1.0-SNAPSHOT
//
// The ten lines of the README as a script: an old model, an upgrade of it without a backfill, the verdict, a report.
//
//   ./dmu run scripts/quickstart.jsh [--epochs 8] [--report FILE.html]
//   OMP_WAIT_POLICY=passive jbang scripts/quickstart.jsh ...     (after ./mvnw install -DskipTests; docs/guide.md, Scripts)

import static io.github.dmu4j.Methods.*;
import static io.github.dmu4j.Upgrade.upgrade;
import static io.github.dmu4j.data.Scenario.*;
import static io.github.dmu4j.model.Backbones.*;
import static io.github.dmu4j.retrieval.Metric.*;

import io.github.dmu4j.EmbeddingModel;
import io.github.dmu4j.Upgrades;
import io.github.dmu4j.bridge.Progress;
import io.github.dmu4j.data.Datasets;
import io.github.dmu4j.event.UpgradeListener;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "quickstart.jsh", mixinStandardHelpOptions = true, showDefaultValues = true)
class Options implements Runnable {
    @Option(names = "--epochs", defaultValue = "8", description = "of both trainings") int epochs;
    @Option(names = "--report", defaultValue = "quickstart.html", paramLabel = "FILE", description = "the report") Path report;
    boolean given;
    public void run() { given = true; } // not reached for --help or a wrong option
}
var options = new Options();
int status = new CommandLine(options).execute(args);
if (!options.given) {
    System.exit(status);
}
if (Upgrades.defaultListener() == UpgradeListener.NONE) { // under jbang; ./dmu run listens by itself
    Upgrades.listenWith(Progress.onStandardError());
}

var data = Datasets.glyphs().split(extendedClass(0.3), 7);
System.out.println(data);
var old = EmbeddingModel.training(resNet10(64).widths(8, 16, 32), data.oldTraining()).epochs(options.epochs).seed(7).train();
var plan = upgrade().from(old).to(resNet10(64).widths(16, 32, 64)).withSelectiveCompatibility().on(data).epochs(options.epochs).seed(7);
var report = plan.train().evaluate(mAP(), hitRateAt(1));
System.out.println(report);
report.saveHtml(options.report);
System.out.println("\nThe report, with figures: " + options.report.toAbsolutePath());
