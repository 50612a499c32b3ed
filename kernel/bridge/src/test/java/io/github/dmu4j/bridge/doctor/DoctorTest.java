package io.github.dmu4j.bridge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.bridge.Versions;
import io.github.dmu4j.bridge.doctor.Finding.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    private final Versions versions = new Versions("0.1.0", "0.35.1", "2.7.1");

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, OK", "Linux, aarch64, OK", "Mac OS X, aarch64, OK", "Windows 11, amd64, OK",
        "Mac OS X, x86_64, FAIL", "Linux, riscv64, FAIL", "Windows 11, aarch64, FAIL", "FreeBSD, amd64, FAIL"
    })
    void platformIsSupportedIfALibraryExistsForIt(String os, String arch, Status expected) {
        assertThat(MachineChecks.platform(os, arch).status()).isEqualTo(expected);
    }

    @Test
    void theSearchThatRunsIsNamed() {
        assertThat(MachineChecks.search().status()).isEqualTo(Status.OK);
        assertThat(MachineChecks.search().found()).startsWith("exact, SIMD ");
    }

    @Test
    void intelMacIsToldPlainlyAndWhatToUseInstead() {
        Finding finding = MachineChecks.platform("Mac OS X", "x86_64");

        assertThat(finding.found()).contains("no native library of this version exists for Intel Macs");
        assertThat(finding.remedy()).contains("Apple silicon", "Linux");
    }

    @Test
    void spinningThreadsAreWarnedAbout() {
        assertThat(MachineChecks.threads(2, null, null, null).status()).isEqualTo(Status.WARN);
        assertThat(MachineChecks.threads(2, "active", null, null).status()).isEqualTo(Status.WARN);
        assertThat(MachineChecks.threads(2, "PASSIVE", "1", null).status()).isEqualTo(Status.OK);
        assertThat(MachineChecks.threads(2, "passive", null, "1").found()).contains("DMU_THREADS 1");
    }

    @Test
    void cacheThatIsAFileFailsWithARemedy(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("not-a-folder"));

        Finding finding = MachineChecks.cache(file.resolve("pytorch"));

        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.remedy()).contains("DJL_CACHE_DIR");
    }

    @Test
    void cacheIsProbedWithoutLeavingAnything(@TempDir Path folder) {
        assertThat(MachineChecks.cache(folder).found()).contains("writable", "not unpacked yet");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void otherLibraryVersionFailsAndNamesBoth() {
        Finding finding = EngineCheck.library("2.10.0", versions, 3f);

        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.found()).contains("2.10.0", "2.7.1");
    }

    @Test
    void wrongSumFails() {
        assertThat(EngineCheck.library("2.7.1", versions, 0f).status()).isEqualTo(Status.FAIL);
        assertThat(EngineCheck.library("2.7.1", versions, 3f).status()).isEqualTo(Status.OK);
    }

    @Test
    void libraryThatCannotBeLoadedIsAFindingWithItsWholeCause() {
        Throwable why = new ExceptionInInitializerError(new UnsatisfiedLinkError("libc10.so: cannot open"));

        Finding finding = EngineCheck.notLoaded(why, versions);

        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.found()).contains("libc10.so: cannot open");
    }

    @Test
    void unusedGpuIsAWarningAndNoGpuIsNot() {
        assertThat(EngineCheck.device(0, 2, true, false).remedy()).contains("./dmu cuda");
        assertThat(EngineCheck.device(0, 2, true, true).remedy()).contains("driver 570");
        assertThat(EngineCheck.device(0, 2, false, false).status()).isEqualTo(Status.OK);
        assertThat(EngineCheck.device(1, 2, true, true).found()).startsWith("1 GPU, CPU with 2 threads");
    }

    @Test
    void oneFailureMakesTheWholeUnhealthyAndAWarningDoesNot() {
        Finding good = Finding.ok("a", "");
        assertThat(Doctor.isHealthy(List.of(good, Finding.warn("b", "", "")))).isTrue();
        assertThat(Doctor.isHealthy(List.of(good, Finding.fail("c", "", "")))).isFalse();
    }

    @Test
    void buildKnowsItsVersions() {
        assertThat(Versions.current().libtorch()).isEqualTo("2.7.1");
        assertThat(Versions.current().dmu4j()).doesNotContain("$");
    }
}
