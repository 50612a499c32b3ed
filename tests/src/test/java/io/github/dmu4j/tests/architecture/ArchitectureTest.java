package io.github.dmu4j.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project keeps the rules; {@link ArchitectureRulesTest} shows that they can be broken. */
class ArchitectureTest {
    private static final String ROOT = "io.github.dmu4j";
    private static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private final ArchitectureRules rules = new ArchitectureRules(ROOT);

    static Stream<String> dslPackages() {
        return ArchitectureRules.dslPackages();
    }

    static Stream<String> kernelPackages() {
        return ArchitectureRules.KERNEL_LAYERS.stream().flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("dslPackages")
    void floorImportsOnlyFloorsBelow(String name) {
        rules.floorImportsOnlyFloorsBelow(name).check(PROJECT);
    }

    @ParameterizedTest
    @MethodSource("kernelPackages")
    void kernelLayerImportsOnlyLayersBelow(String name) {
        rules.kernelLayerImportsOnlyLayersBelow(name).check(PROJECT);
    }

    @Test
    void dslKnowsNeitherKernelNorJShell() {
        rules.dslKnowsNeitherKernelNorJShell().check(PROJECT);
    }

    @Test
    void kernelDoesNotKnowTheDsl() {
        rules.kernelDoesNotKnowTheDsl().check(PROJECT);
    }

    @Test
    void lossKnowsNoDataMethodsFilesOrClocks() {
        rules.lossKnowsNoDataMethodsFilesOrClocks().check(PROJECT);
    }

    @Test
    void lossDoesNotCalculateWithPlainNumbers() {
        rules.lossDoesNotCalculateWithPlainNumbers().check(PROJECT);
    }

    @Test
    void metricsNeedNoNativeLibrary() {
        rules.metricsNeedNoNativeLibrary().check(PROJECT);
    }

    @Test
    void engineIsUsedOnlyByLossModelMethodAndTrain() {
        rules.engineIsUsedOnlyByLossModelMethodAndTrain().check(PROJECT);
    }

    @Test
    void dataKnowsNoLossesMethodsOrTraining() {
        rules.dataKnowsNoLossesMethodsOrTraining().check(PROJECT);
    }

    @Test
    void methodKnowsNoTrainingEvaluationOrReport() {
        rules.methodKnowsNoTrainingEvaluationOrReport().check(PROJECT);
    }

    @Test
    void methodKnowsNoOtherMethod() {
        rules.methodKnowsNoOtherMethod().check(PROJECT);
    }

    @Test
    void tablesAndPlotsAreOnlyInReportAndRoot() {
        rules.tablesAndPlotsAreOnlyInReportAndRoot().check(PROJECT);
    }

    @Test
    void onlyBaseModelGalleryAndRunWriteFilesThemselves() {
        rules.onlyBaseModelGalleryAndRunWriteFilesThemselves().check(PROJECT);
    }

    @Test
    void computingFloorsSaveNothing() {
        rules.computingFloorsSaveNothing().check(PROJECT);
    }

    @Test
    void dslPrintsNothing() {
        rules.dslPrintsNothing().check(PROJECT);
    }

    @Test
    void dslOpensNoNetworkConnection() {
        rules.dslOpensNoNetworkConnection().check(PROJECT);
    }
}
