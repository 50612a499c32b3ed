package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/** {@code %maven}: libraries by their Maven coordinates, with all that they need. */
final class MavenMagic {
    private final ArtifactResolver resolver;
    private final SessionClasspath classpath;
    private final KernelJars kernelJars;
    private final Map<String, String> versionsAdded = new HashMap<>();

    MavenMagic(ArtifactResolver resolver, SessionClasspath classpath) {
        this.resolver = resolver;
        this.classpath = classpath;
        kernelJars = new KernelJars(classpath.ofTheKernel());
    }

    Magic magic() {
        return new Magic(
                "maven",
                Form.LINE,
                Takes.WORDS,
                "%maven GROUP:ARTIFACT:VERSION... [--repo [ID=]URL] [--local FOLDER] [--offline]",
                "Adds libraries and all that they need, from the local Maven repository and from Maven Central.",
                "Also GROUP:ARTIFACT:EXTENSION:VERSION and GROUP:ARTIFACT:EXTENSION:CLASSIFIER:VERSION. Mirrors, proxies,"
                        + " credentials and the local repository are those of ~/.m2/settings.xml. --repo names another repository to"
                        + " search, --local another folder to keep files in; --offline searches that folder only. Where the kernel has an artifact on its own class path,"
                        + " that version stays. An interrupt stops the download.",
                this::run);
    }

    private CellOutcome run(MagicCall call) throws MagicFailure, InterruptedException {
        ArtifactResolver.Request request = request(call.words());
        System.out.println("resolving "
                + String.join(
                        ", ", request.artifacts().stream().map(MavenMagic::name).toList())
                + (request.offline() ? " offline" : ""));
        List<Artifact> resolved = resolver.resolve(request, System.out::println);
        List<Path> wanted = new ArrayList<>();
        for (Artifact artifact : resolved) {
            if (isNew(artifact)) {
                wanted.add(artifact.getFile().toPath().toAbsolutePath().normalize());
            }
        }
        List<Path> added = classpath.add(wanted);
        added.forEach(file -> System.out.println("added " + file.getFileName()));
        if (added.isEmpty()) {
            System.out.println("nothing to add");
        }
        return MagicCall.DONE;
    }

    /** False for what is there, whatever its version; says so if it is another. */
    private boolean isNew(Artifact artifact) {
        if (!artifact.getExtension().equals("jar")) {
            return false;
        }
        String key = artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getClassifier();
        String asked = artifact.getVersion();
        Optional<String> ofTheKernel =
                kernelJars.version(artifact.getGroupId(), artifact.getArtifactId(), artifact.getClassifier());
        if (ofTheKernel.isPresent()) {
            String present = ofTheKernel.get();
            System.out.println(
                    present.equals(asked)
                            ? name(artifact) + " is on the kernel's own class path already"
                            : name(artifact) + ": version " + asked + " was asked for, the kernel already has "
                                    + present + " on its class path and keeps it");
            return false;
        }
        String before = versionsAdded.putIfAbsent(key, asked);
        if (before != null && !before.equals(asked)) {
            System.out.println(name(artifact) + ": version " + asked + " was asked for, this session already has "
                    + before + " and keeps it; restart the kernel to change it");
        }
        return before == null;
    }

    private static String name(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId()
                + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier()) + ":"
                + artifact.getVersion();
    }

    private static ArtifactResolver.Request request(List<String> words) throws MagicFailure {
        List<DefaultArtifact> artifacts = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        Path local = null;
        boolean offline = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--offline")) {
                offline = true;
            } else if (word.equals("--repo") && i + 1 < words.size()) {
                repositories.add(words.get(++i));
            } else if (word.equals("--local") && i + 1 < words.size()) {
                local = Paths.of(words.get(++i));
            } else {
                artifacts.add(artifact(word));
            }
        }
        if (artifacts.isEmpty()) {
            throw new MagicFailure(
                    "%maven was given no library: write its coordinates, for example %maven org.apache.commons:commons-lang3:3.17.0");
        }
        return new ArtifactResolver.Request(artifacts, repositories, local, offline);
    }

    private static DefaultArtifact artifact(String coordinates) throws MagicFailure {
        if (!coordinates.matches("[\\w.-]+:[\\w.-]+(?::[\\w.-]+){0,2}:[^:\\s]+")) {
            throw new MagicFailure("%maven: \"" + coordinates
                    + "\" is no coordinate: GROUP:ARTIFACT:VERSION is needed, for example org.apache.commons:commons-lang3:3.17.0;"
                    + " options are --repo URL, --local FOLDER and --offline");
        }
        return new DefaultArtifact(coordinates);
    }
}
