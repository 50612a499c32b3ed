package io.github.dmu4j.bridge.launcher;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, in a line or two rather than under a page of help. */
final class CommandLineErrors {
    private CommandLineErrors() {}

    /** Prints the error, the nearest command if a command is unknown, and where help is; the exit status is 2. */
    static int report(ParameterException failure, String[] args) {
        CommandLine commandLine = failure.getCommandLine();
        PrintWriter err = commandLine.getErr();
        String command = commandLine.getCommandSpec().qualifiedName();
        boolean unknownCommand = failure instanceof UnmatchedArgumentException
                && !commandLine.getSubcommands().isEmpty();
        if (unknownCommand) {
            String asked = ((UnmatchedArgumentException) failure).getUnmatched().get(0);
            err.println("error: " + command + " has no command " + asked
                    + nearest(asked, commandLine)
                            .map(name -> "; did you mean " + name + "?")
                            .orElse(""));
        } else {
            err.println("error: " + failure.getMessage());
        }
        err.println("See " + command + " --help");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static Optional<String> nearest(String asked, CommandLine commandLine) {
        return commandLine.getSubcommands().keySet().stream()
                .filter(name -> distance(asked, name) <= Math.max(1, name.length() / 2))
                .min(Comparator.comparingInt(name -> distance(asked, name)));
    }

    /** Insertions, deletions, replacements and swaps of neighbours that make one word of the other. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
