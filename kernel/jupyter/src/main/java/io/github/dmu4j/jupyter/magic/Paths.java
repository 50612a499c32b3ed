package io.github.dmu4j.jupyter.magic;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths as users write them: relative to the kernel's working directory, with {@code ~}, with {@code *}. */
final class Paths {
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private Paths() {}

    /** The path itself, absolute. */
    static Path of(String asked) {
        String home = System.getProperty("user.home");
        boolean fromHome = asked.equals("~") || asked.startsWith("~/");
        return Path.of(fromHome ? home + asked.substring(1) : asked)
                .toAbsolutePath()
                .normalize();
    }

    /** True if it stands for several. */
    static boolean isGlob(String asked) {
        return GLOB.matcher(asked).find();
    }

    /** The files and folders that a glob means, sorted; {@code **} goes through folders. */
    static List<Path> matching(String glob) throws IOException {
        Matcher sign = GLOB.matcher(glob);
        int fixed = sign.find() ? glob.lastIndexOf('/', sign.start()) : -1;
        Path root = of(fixed < 0 ? "." : glob.substring(0, Math.max(fixed, 1)));
        String rest = glob.substring(fixed + 1);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
        int depth = rest.contains("**")
                ? Integer.MAX_VALUE
                : 1 + (int) rest.chars().filter(c -> c == '/').count();
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return take(file);
            }

            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(root) ? FileVisitResult.CONTINUE : take(folder);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // what cannot be read is not among the found
            }

            private FileVisitResult take(Path path) {
                if (matcher.matches(root.relativize(path))) {
                    found.add(path);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(found);
        return found;
    }
}
