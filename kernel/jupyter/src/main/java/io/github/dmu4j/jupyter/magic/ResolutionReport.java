package io.github.dmu4j.jupyter.magic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.RepositoryOfflineException;

/** Words why artifacts could not be had: which, where they were looked for, what can be done. */
final class ResolutionReport {
    private ResolutionReport() {}

    static String of(
            Throwable thrown,
            List<? extends Artifact> asked,
            List<RemoteRepository> tried,
            RepositorySystemSession session) {
        Set<String> missing = new LinkedHashSet<>();
        Set<String> unreachable = new LinkedHashSet<>();
        boolean badRange = false;
        for (Throwable cause : causesOf(thrown)) {
            if (cause instanceof ArtifactResolutionException resolution) {
                for (ArtifactResult result : resolution.getResults()) {
                    if (!result.isResolved()) {
                        missing.add(coordinate(result.getRequest().getArtifact()));
                        result.getExceptions().forEach(e -> addIfUnreachable(e, unreachable));
                    }
                }
            }
            badRange |= cause instanceof VersionRangeResolutionException;
            addIfUnreachable(cause, unreachable);
        }
        if (missing.isEmpty() && !badRange) {
            return "%maven: " + innermost(thrown);
        }
        if (missing.isEmpty()) {
            asked.forEach(artifact -> missing.add(coordinate(artifact)));
        }
        StringBuilder text = new StringBuilder("%maven: not found: " + String.join(", ", missing));
        text.append("\nsearched: the local repository ")
                .append(session.getLocalRepository().getBasedir());
        if (session.isOffline()) {
            text.append("\noffline: no other repository was asked; ").append(names(tried));
            text.append(" can be asked without --offline, unless settings.xml says offline");
            return text.toString();
        }
        tried.forEach(repository -> text.append("\n          ")
                .append(repository.getId())
                .append(" ")
                .append(repository.getUrl()));
        unreachable.forEach(fault -> text.append("\nnot reached: ").append(fault));
        text.append(
                unreachable.isEmpty()
                        ? "\nmind spelling and version; other repositories: --repo URL"
                        : "\nmind the connection, or a proxy or mirror in settings.xml");
        return text.toString();
    }

    private static void addIfUnreachable(Throwable cause, Set<String> faults) {
        if (cause instanceof ArtifactTransferException transfer
                && !(cause instanceof ArtifactNotFoundException)
                && !(cause.getCause() instanceof RepositoryOfflineException)
                && transfer.getRepository() != null) {
            faults.add(transfer.getRepository().getId() + ": " + innermost(transfer));
        }
    }

    private static String names(List<RemoteRepository> repositories) {
        return String.join(
                ", ", repositories.stream().map(RemoteRepository::getId).toList());
    }

    private static String coordinate(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId()
                + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier()) + ":"
                + artifact.getVersion();
    }

    private static String innermost(Throwable thrown) {
        List<Throwable> causes = causesOf(thrown);
        Throwable last = causes.get(causes.size() - 1);
        String message = last.getMessage();
        return message == null || message.isBlank() ? last.getClass().getName() : message;
    }

    private static List<Throwable> causesOf(Throwable thrown) {
        Set<Throwable> causes = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> inOrder = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && causes.add(cause); cause = cause.getCause()) {
            inOrder.add(cause);
        }
        return inOrder;
    }
}
