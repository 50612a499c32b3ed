package io.github.dmu4j.jupyter.magic;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Which Maven artifacts the kernel's own jars are. Told by where a jar lies in a local repository ({@code
 * group/artifact/version/artifact-version.jar}), and of a jar elsewhere by the properties that Maven writes into it.
 */
final class KernelJars {
    private final List<Path> classpath;

    KernelJars(List<Path> classpath) {
        this.classpath = classpath;
    }

    /** The version of an artifact on the kernel's class path; empty if it is not there. */
    Optional<String> version(String group, String artifact, String classifier) {
        Path folder = Path.of(group.replace('.', '/'), artifact);
        for (Path entry : classpath) {
            Path versionFolder = entry.getParent();
            Path artifactFolder = versionFolder == null ? null : versionFolder.getParent();
            if (versionFolder != null && artifactFolder != null && artifactFolder.endsWith(folder)) {
                String version = String.valueOf(versionFolder.getFileName());
                if (isFile(entry, artifact, Pattern.quote(version), classifier)) {
                    return Optional.of(version);
                }
            } else if (isFile(entry, artifact, ".*", classifier)) {
                Optional<String> inside = versionInside(entry, group, artifact);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFile(Path entry, String artifact, String version, String classifier) {
        String end = classifier.isEmpty() ? "" : "-" + Pattern.quote(classifier);
        return String.valueOf(entry.getFileName())
                .matches(Pattern.quote(artifact) + "(?:-" + version + ")?" + end + "\\.jar");
    }

    private static Optional<String> versionInside(Path jar, String group, String artifact) {
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry("META-INF/maven/" + group + "/" + artifact + "/pom.properties");
            if (entry == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            try (InputStream in = zip.getInputStream(entry)) {
                properties.load(in);
            }
            return Optional.ofNullable(properties.getProperty("version"));
        } catch (IOException e) {
            return Optional.empty(); // a jar that cannot be read is no help to anyone
        }
    }
}
