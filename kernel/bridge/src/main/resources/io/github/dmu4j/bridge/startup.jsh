// What a script, the interactive shell and a notebook find imported.
import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import io.github.dmu4j.base.*;
import io.github.dmu4j.event.*;
