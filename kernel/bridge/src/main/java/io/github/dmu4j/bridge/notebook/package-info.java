/**
 * The kernel that notebooks start, with the DSL imported, and how Jupyter comes to know it. Read {@link
 * io.github.dmu4j.bridge.notebook.NotebookKernel} first, then {@link io.github.dmu4j.bridge.notebook.KernelInstallation};
 * for Jupyter itself {@link io.github.dmu4j.bridge.notebook.JupyterSearch}, for notebooks without a browser {@link
 * io.github.dmu4j.bridge.notebook.NotebookTool}.
 */
@NullMarked
package io.github.dmu4j.bridge.notebook;

import org.jspecify.annotations.NullMarked;
