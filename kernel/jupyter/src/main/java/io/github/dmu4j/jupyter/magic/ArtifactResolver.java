package io.github.dmu4j.jupyter.magic;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.repository.SimpleResolutionErrorPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Maven artifacts with all that they need at run time, by Maven's own resolver: from the local repository, from Central and from
 * what the user's {@code settings.xml} says, its mirrors, proxies and credentials included.
 */
final class ArtifactResolver {
    /**
     * What is wanted.
     *
     * @param repositories addresses to search before Central, as {@code URL} or {@code ID=URL}
     * @param local the local repository to use; null: the user's
     * @param offline only the local repository
     */
    record Request(
            List<DefaultArtifact> artifacts,
            List<String> repositories,
            @Nullable Path local,
            boolean offline) {}

    /** How long a stopped resolution may take to end: its connections are closed, but the look-up of a name cannot be stopped. */
    private static final long END_MILLIS = 2_000;

    private final UnaryOperator<ContextOverrides.Builder> settings;

    /** @param settings on top of the user's, for tests */
    ArtifactResolver(UnaryOperator<ContextOverrides.Builder> settings) {
        this.settings = settings;
    }

    /**
     * Resolves artifacts together, so that each comes in one version.
     *
     * @param progress hears a line for each file that is fetched
     * @throws InterruptedException if this thread is interrupted; nothing is fetched any more then, and no half of a file kept
     */
    List<Artifact> resolve(Request request, Consumer<String> progress) throws MagicFailure, InterruptedException {
        Downloads downloads = new Downloads(progress);
        FutureTask<List<Artifact>> task = new FutureTask<>(() -> resolveHere(request, downloads));
        Thread thread = new Thread(task, "maven"); // a connection is deaf to interrupts
        thread.setContextClassLoader(ArtifactResolver.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            downloads.close();
            thread.interrupt(); // out of a pause before another try
            thread.join(END_MILLIS);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MagicFailure failure) {
                throw failure;
            }
            throw new MagicFailure("%maven has failed: " + e.getCause(), e);
        }
    }

    private List<Artifact> resolveHere(Request request, Downloads downloads) throws MagicFailure {
        List<RemoteRepository> own = new ArrayList<>();
        for (String address : request.repositories()) {
            own.add(repository(address, own.size() + 1));
        }
        ContextOverrides.Builder overrides = settings.apply(ContextOverrides.create()
                .withUserSettings(true)
                .repositories(own)
                .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.PREPEND)
                .offline(request.offline() ? Boolean.TRUE : null));
        if (request.local() != null) {
            overrides.withLocalRepositoryOverride(request.local());
        }
        try (downloads;
                Context context = new StandaloneStaticRuntime().create(overrides.build())) {
            DefaultRepositorySystemSession session =
                    new DefaultRepositorySystemSession(context.repositorySystemSession());
            downloads.watch(session);
            session.setResolutionErrorPolicy(new SimpleResolutionErrorPolicy(false, false)); // the next try asks again
            return resolve(request, context, session);
        }
    }

    private static List<Artifact> resolve(Request request, Context context, RepositorySystemSession session)
            throws MagicFailure {
        CollectRequest collect = new CollectRequest();
        request.artifacts().forEach(artifact -> collect.addDependency(new Dependency(artifact, JavaScopes.RUNTIME)));
        List<RemoteRepository> repositories = repositories(context, session);
        collect.setRepositories(repositories);
        DependencyRequest dependencies =
                new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
        try {
            return context.repositorySystem().resolveDependencies(session, dependencies).getArtifactResults().stream()
                    .map(ArtifactResult::getArtifact)
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new MagicFailure(ResolutionReport.of(e, request.artifacts(), repositories, session), e);
        }
    }

    /** Those asked for and those of the settings; behind them Central, or its mirror, unless the settings have it. */
    private static List<RemoteRepository> repositories(Context context, RepositorySystemSession session) {
        List<RemoteRepository> repositories = new ArrayList<>(context.remoteRepositories());
        String central = ContextOverrides.CENTRAL.getId();
        boolean known = repositories.stream()
                .anyMatch(repository -> repository.getId().equals(central)
                        || repository.getMirroredRepositories().stream()
                                .anyMatch(mirrored -> mirrored.getId().equals(central)));
        if (!known) {
            repositories.addAll(
                    context.repositorySystem().newResolutionRepositories(session, List.of(ContextOverrides.CENTRAL)));
        }
        return repositories;
    }

    private static RemoteRepository repository(String address, int number) throws MagicFailure {
        int equals = address.indexOf('=');
        boolean named = equals > 0 && address.substring(0, equals).matches("[\\w.-]+");
        String url = named ? address.substring(equals + 1) : address;
        if (!url.matches("(?:https?|file):.+")) {
            throw new MagicFailure(
                    "%maven: --repo " + address
                            + " is no address: an http, https or file URL is needed, for example --repo https://repo.example.org/maven2");
        }
        return new RemoteRepository.Builder(named ? address.substring(0, equals) : "repo" + number, "default", url)
                .build();
    }
}
