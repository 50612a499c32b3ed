package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code %maven} with a mirror of Central on the disk: no network, no settings of the user. */
@Timeout(120)
class MavenMagicTest {
    @TempDir
    static Path folder;

    private static Path remote;
    private static MagicFixture session;

    @BeforeAll
    static void open() throws Exception {
        remote = Files.createDirectories(folder.resolve("remote"));
        Path needed = publish("needed", "1.0", "Needed", "\"needed\"", "");
        publish("top", "1.0", "Top", "\"top \" + Needed.hello()", dependency("test.dmu", "needed", "1.0"), needed);
        publish("needed", "2.0", "Needed", "\"needed 2\"", "");
        publish("old-gson", "1.0", "OldGson", "\"gson\"", dependency("com.google.code.gson", "gson", "2.3.1"));
        publish("com.google.code.gson", "gson", "2.3.1", "Gson", "\"not ours\"", "");
        publish("broken", "1.0", "Broken", "\"x\"", dependency("test.dmu", "vanished", "9"));
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>disk</id><mirrorOf>central</mirrorOf><url>" + remote.toUri()
                        + "</url></mirror></mirrors></settings>");
        session = new MagicFixture(maven ->
                maven.withLocalRepositoryOverride(folder.resolve("local")).withUserSettingsXmlOverride(settings));
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static String dependency(String group, String artifact, String version) {
        return "<dependencies><dependency><groupId>" + group + "</groupId><artifactId>" + artifact
                + "</artifactId><version>" + version + "</version></dependency></dependencies>";
    }

    private static Path publish(
            String artifact, String version, String type, String expression, String dependencies, Path... classpath)
            throws IOException {
        return publish("test.dmu", artifact, version, type, expression, dependencies, classpath);
    }

    private static Path publish(
            String group,
            String artifact,
            String version,
            String type,
            String expression,
            String dependencies,
            Path... classpath)
            throws IOException {
        Path at = Files.createDirectories(
                remote.resolve(group.replace('.', '/')).resolve(artifact).resolve(version));
        Files.writeString(
                at.resolve(artifact + "-" + version + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version>" + dependencies + "</project>");
        return TinyJar.of(at.resolve(artifact + "-" + version + ".jar"), type, expression, Map.of(), classpath);
    }

    @Test
    void libraryAndWhatItNeedsAreFetchedAndUsableInTheSameCell() {
        String printed = session.output("%maven test.dmu:top:1.0\nSystem.out.println(tiny.Top.hello());");

        assertThat(printed.lines())
                .contains("resolving test.dmu:top:1.0", "added top-1.0.jar", "added needed-1.0.jar", "top needed")
                .anyMatch(line -> line.matches("fetched top-1\\.0\\.jar \\(\\d+ kB\\) from disk"));
        assertThat(session.output("%maven test.dmu:top:1.0").lines()).endsWith("nothing to add");
        assertThat(session.output("%maven test.dmu:needed:2.0"))
                .contains("version 2.0 was asked for, this session already has 1.0 and keeps it; restart the kernel");
        assertThat(session.value("tiny.Needed.hello()")).isEqualTo("needed");
    }

    @Test
    void artifactOfTheKernelKeepsItsVersion() {
        String gson = com.google.gson.Gson.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        String version = gson.replaceAll(".*gson-([\\d.]+)\\.jar$", "$1");

        assertThat(session.output("%maven test.dmu:old-gson:1.0").lines())
                .contains(
                        "com.google.code.gson:gson:2.3.1: version 2.3.1 was asked for, the kernel already has "
                                + version + " on its class path and keeps it",
                        "added old-gson-1.0.jar")
                .doesNotContain("added gson-2.3.1.jar");
    }

    @Test
    void missingArtifactIsAnErrorWithTheRepositoriesTried() {
        String message = session.failure("%maven test.dmu:nothing:1.0").message();

        assertThat(message)
                .startsWith("%maven: not found: test.dmu:nothing:1.0")
                .contains("the local repository " + folder.resolve("local"))
                .contains("disk " + remote.toUri())
                .contains("mind spelling and version");
        assertThat(session.failure("%maven test.dmu:broken:1.0").message()).contains("not found: test.dmu:vanished:9");
    }

    @Test
    void offlineSaysSo() {
        String message =
                session.failure("%maven --offline test.dmu:nothing:1.0").message();

        assertThat(message)
                .contains("not found: test.dmu:nothing:1.0")
                .contains("offline: no other repository was asked");
    }

    @Test
    void repositoryThatDoesNotAnswerIsNamed() {
        String message = session.failure("%maven --repo mine=http://127.0.0.1:9/maven test.dmu:nothing:1.0")
                .message();

        assertThat(message).contains("not reached: mine: ").contains("mine http://127.0.0.1:9/maven");
    }

    @Test
    void anotherRepositoryIsSearchedToo() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/x/only/1"));
        Files.writeString(
                elsewhere.resolve("only-1.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>only</artifactId>"
                        + "<version>1</version></project>");
        TinyJar.of(elsewhere.resolve("only-1.jar"), "Only", "\"only\"", Map.of());
        URI address = folder.resolve("elsewhere").toUri();

        assertThat(session.output("%maven x:only:1 --repo " + address)).contains("added only-1.jar");
        assertThat(session.value("tiny.Only.hello()")).isEqualTo("only");
    }

    @Test
    void whatIsNoCoordinateOrNoAddressIsAnError() {
        assertThat(session.failure("%maven").message()).contains("was given no library");
        assertThat(session.failure("%maven gson:2.3").message()).contains("\"gson:2.3\" is no coordinate");
        assertThat(session.failure("%maven a:b:1 --repo nowhere").message()).contains("--repo nowhere is no address");
    }

    @Test
    void ownJarsAreKnownByPlaceOrByTheirProperties() throws Exception {
        Path inRepository = Path.of("/r/org/acme/tool/1.2/tool-1.2.jar");
        Path withClassifier = Path.of("/r/org/acme/nat/3/nat-3-linux.jar");
        Path copied = TinyJar.of(
                folder.resolve("own-7.jar"),
                "Own",
                "\"\"",
                Map.of("META-INF/maven/org.acme/own/pom.properties", "version=7\n"));
        KernelJars jars = new KernelJars(List.of(inRepository, withClassifier, copied));

        assertThat(jars.version("org.acme", "tool", "")).contains("1.2");
        assertThat(jars.version("acme", "tool", "")).contains("1.2"); // the end of a longer group's path
        assertThat(jars.version("org.other", "tool", "")).isEmpty();
        assertThat(jars.version("org.acme", "nat", "linux")).contains("3");
        assertThat(jars.version("org.acme", "nat", "")).isEmpty();
        assertThat(jars.version("org.acme", "own", "")).contains("7");
        assertThat(jars.version("org.elsewhere", "own", "")).isEmpty();
    }
}
