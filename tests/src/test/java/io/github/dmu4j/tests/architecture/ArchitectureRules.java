package io.github.dmu4j.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The floors and the never-arrows of the design, for the packages below a root: the project's own, or that of the
 * fixture which breaks them.
 */
final class ArchitectureRules {
    /** From the ground up; packages of one floor are siblings. The root package is above all. */
    static final List<List<String>> FLOORS = List.of(
            List.of("event", "base"),
            List.of("data"),
            List.of("loss", "model", "retrieval"),
            List.of("method"),
            List.of("train", "eval", "gallery"),
            List.of("run"),
            List.of("report"));

    /** The same for the kernel, below {@code jupyter}. */
    static final List<List<String>> KERNEL_LAYERS =
            List.of(List.of("wire", "display"), List.of("eval"), List.of("magic"), List.of("kernel"));

    /** Planned packages and types that do not exist so far: rules about them alone have nothing to look at. */
    private static final Set<String> NOT_YET = Set.of();

    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    /** Every DSL package by name, without the root package. */
    static Stream<String> dslPackages() {
        return FLOORS.stream().flatMap(List::stream);
    }

    /** A floor imports only floors below; siblings never import each other. */
    ArchRule floorImportsOnlyFloorsBelow(String name) {
        return noClasses()
                .that(in(name))
                .should()
                .dependOnClassesThat(in(siblingsAndAbove(FLOORS, name, "")).or(resideInAnyPackage(root)))
                .allowEmptyShould(NOT_YET.contains(name));
    }

    /** The kernel's layers, alike; {@code name} without {@code jupyter}. */
    ArchRule kernelLayerImportsOnlyLayersBelow(String name) {
        return noClasses()
                .that(in("jupyter." + name))
                .should()
                .dependOnClassesThat(in(siblingsAndAbove(KERNEL_LAYERS, name, "jupyter.")))
                .allowEmptyShould(NOT_YET.contains("jupyter." + name));
    }

    /** Never-arrow 1, first half. */
    ArchRule dslKnowsNeitherKernelNorJShell() {
        return noClasses()
                .that(dsl())
                .should()
                .dependOnClassesThat(in("jupyter", "bridge").or(resideInAnyPackage("jdk.jshell..")));
    }

    /** Never-arrow 1, second half. */
    ArchRule kernelDoesNotKnowTheDsl() {
        return noClasses()
                .that(in("jupyter"))
                .should()
                .dependOnClassesThat(resideInAnyPackage(root + "..").and(not(in("jupyter"))));
    }

    /** Never-arrow 2: arrays in, array out. */
    ArchRule lossKnowsNoDataMethodsFilesOrClocks() {
        DescribedPredicate<JavaClass> dataMethodsFiles = in("data", "method")
                .or(resideInAnyPackage("java.nio.file..", "java.time.."))
                .or(describe("are files", type -> type.getName().startsWith("java.io.File")));
        return noClasses()
                .that(in("loss"))
                .should()
                .dependOnClassesThat(dataMethodsFiles)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .allowEmptyShould(NOT_YET.contains("loss"));
    }

    /**
     * The engine keeps a plain number in a Java buffer that nobody holds, and reads it again on the way back: the gradient is
     * wrong if the garbage collector ran in between. {@code loss.Scalars} gives a number memory of its own.
     */
    ArchRule lossDoesNotCalculateWithPlainNumbers() {
        return noClasses()
                .that(in("loss"))
                .should()
                .callMethodWhere(describe(
                        "calculates with a plain number",
                        call -> call.getTargetOwner().getName().matches("ai\\.djl\\.ndarray\\.NDArrays?")
                                && call.getName().matches("(mul|div|add|sub|pow|maximum|minimum)i?")
                                && call.getTarget().getRawParameterTypes().stream()
                                        .anyMatch(type -> type.isEquivalentTo(Number.class))))
                .allowEmptyShould(NOT_YET.contains("loss"));
    }

    /** Never-arrow 3: metrics are plain Java. */
    ArchRule metricsNeedNoNativeLibrary() {
        return noClasses()
                .that(in("retrieval"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("ai.djl.."))
                .allowEmptyShould(NOT_YET.contains("retrieval"));
    }

    /** The engine is reached from where tensors are; other floors may at most name a device. */
    ArchRule engineIsUsedOnlyByLossModelMethodAndTrain() {
        DescribedPredicate<JavaClass> engine = resideInAnyPackage("ai.djl..")
                .and(describe("are not Device", type -> !type.getName().equals("ai.djl.Device")));
        return noClasses()
                .that(dsl().and(not(in("loss", "model", "method", "train"))))
                .should()
                .dependOnClassesThat(engine);
    }

    /** Never-arrow 4. */
    ArchRule dataKnowsNoLossesMethodsOrTraining() {
        return noClasses()
                .that(in("data"))
                .should()
                .dependOnClassesThat(in("loss", "method", "train"))
                .allowEmptyShould(NOT_YET.contains("data"));
    }

    /** Never-arrow 5, first half: the loop calls the method. */
    ArchRule methodKnowsNoTrainingEvaluationOrReport() {
        return noClasses()
                .that(in("method"))
                .should()
                .dependOnClassesThat(in("train", "eval", "report"))
                .allowEmptyShould(NOT_YET.contains("method"));
    }

    /** Never-arrow 5, second half. */
    ArchRule methodKnowsNoOtherMethod() {
        return ArchRuleDefinition.classes()
                .that(describe("are methods or parts of one", this::isMethodOrPartOfOne))
                .should(new ArchCondition<>("not depend on another method") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                            JavaClass target = dependency.getTargetClass();
                            if (isMethodOrPartOfOne(target)
                                    && !outermost(target).equals(outermost(type))) {
                                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                            }
                        }
                    }
                })
                .allowEmptyShould(NOT_YET.contains("method.CompatibilityMethod"));
    }

    /** Never-arrow 6. */
    ArchRule tablesAndPlotsAreOnlyInReportAndRoot() {
        return noClasses()
                .that(dsl().and(not(in("report"))).and(not(resideInAnyPackage(root))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("tech.tablesaw..", "org.knowm.xchart.."));
    }

    /** Never-arrow 7, files: by the JDK's own means only where half-written files are dealt with. */
    ArchRule onlyBaseModelGalleryAndRunWriteFilesThemselves() {
        DescribedPredicate<JavaAccess<?>> writing = describe("writes a file", access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            return Set.of(
                                    FileOutputStream.class.getName(),
                                    FileWriter.class.getName(),
                                    RandomAccessFile.class.getName())
                            .contains(owner)
                    || (owner.equals(FileChannel.class.getName())
                            && target.getName().equals("open"))
                    || (owner.equals(Files.class.getName())
                            && target.getName()
                                    .matches("write.*|new(OutputStream|BufferedWriter|ByteChannel)|create.*|"
                                            + "move|copy|delete.*|set.*"));
        });
        return noClasses()
                .that(dsl().and(not(in("base", "model", "gallery", "run"))))
                .should()
                .accessTargetWhere(writing);
    }

    /**
     * Never-arrow 7, files: explicit saves go through base; computing floors have none, but for the one class whose whole
     * purpose is the file of an upgrade module.
     */
    ArchRule computingFloorsSaveNothing() {
        DescribedPredicate<JavaAccess<?>> saving = describe("saves through base", access -> {
            String owner = access.getTargetOwner().getName();
            return owner.equals(root + ".base.AtomicFiles")
                    || (owner.equals(root + ".base.Json")
                            && access.getTarget().getName().equals("write"));
        });
        return noClasses()
                .that(in("event", "loss", "retrieval", "method", "train", "eval"))
                .and(not(DescribedPredicate.<JavaClass>describe(
                        "the upgrade module's file",
                        type -> type.getName().equals(root + ".method.UpgradeModuleFile"))))
                .should()
                .accessTargetWhere(saving);
    }

    /** Never-arrow 7, output. */
    ArchRule dslPrintsNothing() {
        return noClasses()
                .that(dsl())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(describe(
                        "prints a stack trace",
                        call -> call.getName().equals("printStackTrace")
                                && call.getTarget().getRawParameterTypes().isEmpty()));
    }

    /** Never-arrow 9; no explicit call that reads the network exists so far. */
    ArchRule dslOpensNoNetworkConnection() {
        return noClasses()
                .that(dsl())
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net.http.."))
                .orShould()
                .accessTargetWhere(describe("opens a connection", access -> {
                    String owner = access.getTargetOwner().getName();
                    return owner.matches(
                                    "java\\.net\\.(Server)?Socket|java\\.net\\.DatagramSocket|java\\.nio\\.channels\\.SocketChannel")
                            || (owner.equals("java.net.URL") && access.getName().startsWith("open"));
                }));
    }

    private DescribedPredicate<JavaClass> dsl() {
        return in(dslPackages().toArray(String[]::new)).or(resideInAnyPackage(root));
    }

    private DescribedPredicate<JavaClass> in(String... names) {
        return resideInAnyPackage(
                Stream.of(names).map(name -> root + "." + name + "..").toArray(String[]::new));
    }

    private static String[] siblingsAndAbove(List<List<String>> floors, String name, String prefix) {
        List<String> forbidden = new ArrayList<>();
        boolean reached = false;
        for (List<String> floor : floors) {
            reached |= floor.contains(name);
            if (reached) {
                floor.stream().filter(other -> !other.equals(name)).forEach(other -> forbidden.add(prefix + other));
            }
        }
        return forbidden.toArray(String[]::new);
    }

    private boolean isMethodOrPartOfOne(JavaClass type) {
        JavaClass outermost = outermost(type);
        return !outermost.isInterface() && outermost.isAssignableTo(root + ".method.CompatibilityMethod");
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
