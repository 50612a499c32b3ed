"""Notebooks for the tests beside this, what is looked at on their pages, and where pictures of them are kept (DMU_PAGES)."""
import os

import nbformat

# Ends scripts, attributes and lines; directions and characters of two units.
HOSTILE = """String hostile = "</script><script>window.hacked = 1</script><img src=x onerror=\\"window.hacked = 2\\">"
        + " \\"q\\" 'p' \\\\ \\n `${window.hacked = 3}` \\u202e שלום 🧀";"""

CELLS = [
    HOSTILE,
    """var table = Table.create("a table " + hostile).addColumns(
        StringColumn.create("name " + hostile, IntStream.range(0, 6).mapToObj(i -> "row " + i + hostile).toList()),
        DoubleColumn.create("value", IntStream.range(0, 6).mapToDouble(i -> i * i).toArray()));
table""",
    """Figures.pairings(List.of(
        new PairingResult("DMU", 1, "s", "old-to-old", "mAP", 0.41, 0.38, 0.45, 100, 0),
        new PairingResult("DMU", 1, "s", "new-to-adapted", "mAP", 0.52, 0.49, 0.55, 100, 0),
        new PairingResult(hostile, 1, "s", "old-to-old", "mAP", 0.41, 0.41, 0.48, 100, 0),
        new PairingResult(hostile, 1, "s", "new-to-adapted", "mAP", 0.45, 0.41, 0.48, 100, 0)), "mAP")""",
    """tech.tablesaw.plotly.api.LinePlot.create("a line " + hostile, table, "value", "value")""",
    """import tech.tablesaw.plotly.components.*;
import tech.tablesaw.plotly.traces.*;
new Figure(Layout.builder("bars " + hostile, hostile, "y").build(),
        BarTrace.builder(table.categoricalColumn(0), table.numberColumn(1)).name(hostile).build())""",
    """throw new IllegalStateException("an error " + hostile);""",
]
FIGURES = 3

# Three generations of a model, long enough to be seen training.
SEQUENCE = [
    """var dataset = Datasets.glyphs(GlyphSettings.frozen().withClasses(40).withImagesPerClass(8).withSize(16));
var growth = SequenceSplit.ofClasses(3);
var net = resNet10(16).widths(8, 8, 16);
var first = EmbeddingModel.training(net, dataset.split(growth.step(2), 7).oldTraining()).epochs(2).batchSize(16).seed(7).train();
var generations = upgrade().from(first).to(net).withSelectiveCompatibility().on(dataset.split(growth.step(2), 7))
        .epochs(10).batchSize(16).seed(7)
        .then(net, dataset.split(growth.step(3), 7))
        .train();""",
    "generations.evaluate(mAP())",
]

DRAWN = "Array.from(document.querySelectorAll('.dmu4j-plot')).filter(plot => plot.querySelector('.main-svg .trace, .main-svg .points')).length"
STATIC = """Array.from(document.querySelectorAll('.dmu4j-figure img, img.static')).filter(image => image.complete
        && image.naturalWidth > 300 && image.getBoundingClientRect().width > 300).length"""
HEATED = "document.querySelectorAll('.dmu4j-plot .main-svg .heatmaplayer image').length"
UNDEFINED = "window.hacked === undefined"

# Keeps what a live display has said, also between two looks at it, and how many there were at most.
RECORDER = """window.seen = [];
window.displays = 0;
new MutationObserver(() => {
    displays = Math.max(displays, document.querySelectorAll('.dmu4j-progress').length);
    const bar = document.querySelector('.dmu4j-progress progress');
    if (bar) seen.push(bar.closest('.dmu4j-progress').innerText);
}).observe(document.body, {childList: true, subtree: true, characterData: true});
1"""


def notebook(cells=tuple(CELLS)):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    if cells[-1].startswith("throw"):
        made.cells[-1].metadata.tags = ["raises-exception"]
    made.metadata.kernelspec = {"name": "java-under-test", "display_name": "Java", "language": "java"}
    return made


def picture(browser, name):
    os.makedirs(os.environ["DMU_PAGES"], exist_ok=True)
    browser.picture(os.path.join(os.environ["DMU_PAGES"], name + ".png"))


def of_our_parts(browser):
    """What our parts of a page have complained of, and where they have looked for plotly.js: nothing, if all is well."""
    return ([error for error in browser.errors if "dmu4j" in str(error) or "lotly" in str(error)]
            + [address for address in browser.foreign() if "plotly" in address])
