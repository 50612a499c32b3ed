package io.github.dmu4j.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Each rule reports the class of the fixture {@code broken} that breaks it: a rule that cannot fail guards nothing. */
class ArchitectureRulesTest {
    private static final String ROOT = "io.github.dmu4j.tests.architecture.broken";
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(ROOT);

    private final ArchitectureRules rules = new ArchitectureRules(ROOT);

    @Test
    void importOfAHigherFloorIsReported() {
        assertReports(rules.floorImportsOnlyFloorsBelow("base"), "base.UsesData");
    }

    @Test
    void importOfASiblingIsReported() {
        assertReports(rules.floorImportsOnlyFloorsBelow("loss"), "loss.UsesSibling");
    }

    @Test
    void importOfTheRootPackageIsReported() {
        assertReports(rules.floorImportsOnlyFloorsBelow("report"), "report.UsesRoot");
    }

    @Test
    void importOfAHigherKernelLayerIsReported() {
        assertReports(rules.kernelLayerImportsOnlyLayersBelow("display"), "jupyter.display.UsesEval");
    }

    @Test
    void jshellInTheDslIsReported() {
        assertReports(rules.dslKnowsNeitherKernelNorJShell(), "run.UsesJShell");
    }

    @Test
    void dslInTheKernelIsReported() {
        assertReports(rules.kernelDoesNotKnowTheDsl(), "jupyter.eval.UsesDsl");
    }

    @Test
    void clockInALossIsReported() {
        assertReports(rules.lossKnowsNoDataMethodsFilesOrClocks(), "loss.UsesClock");
    }

    @Test
    void plainNumberInALossIsReportedButNoArray() {
        assertThat(rules.lossDoesNotCalculateWithPlainNumbers()
                        .evaluate(BROKEN)
                        .getFailureReport()
                        .getDetails())
                .hasSize(3)
                .allSatisfy(detail -> assertThat(detail).contains(ROOT + ".loss.UsesNumbers.forbidden"));
    }

    @Test
    void engineInMetricsIsReported() {
        assertReports(rules.metricsNeedNoNativeLibrary(), "retrieval.UsesEngine");
        assertReports(rules.engineIsUsedOnlyByLossModelMethodAndTrain(), "retrieval.UsesEngine");
    }

    @Test
    void trainingInDataIsReported() {
        assertReports(rules.dataKnowsNoLossesMethodsOrTraining(), "data.UsesTraining");
    }

    @Test
    void trainingInAMethodIsReported() {
        assertReports(rules.methodKnowsNoTrainingEvaluationOrReport(), "method.UsesTraining");
    }

    @Test
    void methodThatUsesAnotherIsReportedButNotItsOwnParts() {
        assertReports(rules.methodKnowsNoOtherMethod(), "method.UsesOtherMethod");
        assertThat(rules.methodKnowsNoOtherMethod()
                        .evaluate(BROKEN)
                        .getFailureReport()
                        .getDetails())
                .allSatisfy(detail -> assertThat(detail).contains("UsesOtherMethod"));
    }

    @Test
    void tableOutsideReportIsReported() {
        assertReports(rules.tablesAndPlotsAreOnlyInReportAndRoot(), "eval.UsesTable");
    }

    @Test
    void fileWrittenByTrainingIsReported() {
        assertReports(rules.onlyBaseModelGalleryAndRunWriteFilesThemselves(), "train.WritesFile");
        assertReports(rules.computingFloorsSaveNothing(), "train.SavesThroughBase");
    }

    @Test
    void printingIsReported() {
        assertReports(rules.dslPrintsNothing(), "eval.Prints");
        assertReports(rules.dslPrintsNothing(), "eval.PrintsStackTrace");
    }

    @Test
    void openUrlIsReported() {
        assertReports(rules.dslOpensNoNetworkConnection(), "data.OpensUrl");
    }

    private static void assertReports(ArchRule rule, String className) {
        assertThat(rule.evaluate(BROKEN).getFailureReport().getDetails())
                .anySatisfy(detail -> assertThat(detail).contains(ROOT + "." + className));
    }
}
