"""What notebooks show and do in a live JupyterLab, without a network.

Of the Python that runs this; DMU is the launcher, DMU_PAGES a folder for the pictures, which a person should look at.
"""
import json
import os
import unittest

from browser import Browser
from live import LiveNotebook
from pages import RECORDER, notebook, of_our_parts, picture
from servers import TOKEN, JupyterServer

# Longer than anybody waits.
ENDLESS = [
    "var before = 41;",
    """var few = Datasets.glyphs(GlyphSettings.frozen().withClasses(40).withSize(16)).split(extendedClass(0.3), 7);
EmbeddingModel.training(resNet10(16).widths(8, 8, 16), few.oldTraining()).epochs(100_000).batchSize(16).seed(7).train()""",
]

# The widget of the notebook that is open.
PANEL = "Array.from(jupyterapp.shell.widgets('main')).find(widget => widget.sessionContext)"


class Lab(LiveNotebook, unittest.TestCase):
    name = "lab"

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(
            JupyterServer(os.environ["DMU"], "jupyterlab", f"--IdentityProvider.token={TOKEN}", "--LabApp.expose_app_in_browser=True"))
        cls.put_notebooks()
        cls.server.put("endless.ipynb", notebook(ENDLESS))
        cls.browser = cls.enterClassContext(Browser())
        # All of a notebook in view: cells out of view are not rendered, and how to scroll is not what is tested.
        cls.browser.command("Emulation.setDeviceMetricsOverride", width=1300, height=3600, deviceScaleFactor=1, mobile=False)

    def open(self, name):
        self.browser.open(self.server.address(f"lab/tree/{name}") + "&reset")  # without the notebook of the test before
        self.browser.wait_for("window.jupyterapp && document.querySelector('.jp-Notebook .jp-CodeCell')")
        self.browser.wait_for(f"{PANEL}?.sessionContext.session?.kernel?.connectionStatus == 'connected'")

    def command(self, name):
        # Not awaited: a cell may run for long.
        self.browser.evaluate(f"jupyterapp.commands.execute('{name}'); 1")

    def run_all(self):
        self.command("notebook:run-all-cells")

    def outputs(self):
        return self.browser.evaluate(
            "Array.from(document.querySelectorAll('.jp-CodeCell')).map(cell => cell.querySelector('.jp-OutputArea')?.innerText ?? '')")

    def is_trusted(self):
        return self.browser.evaluate(f"{PANEL}.content.widgets.some(cell => cell.model.trusted)")

    def test_interrupted_training_says_so_keeps_variables_and_is_saved_in_its_last_state_only(self):
        browser = self.browser
        self.open("endless.ipynb")
        browser.evaluate(RECORDER)
        self.run_all()
        browser.wait_for("seen.length > 3")
        self.command("notebook:interrupt-kernel")
        browser.wait_for("!document.querySelector('.dmu4j-progress progress')")
        browser.wait_for("document.querySelector('.dmu4j-progress').innerText.includes('stopped after')")
        picture(browser, "lab-interrupted")

        browser.evaluate(f"{PANEL}.content.widgets[0].model.sharedModel.setSource('before + 1'); {PANEL}.content.activeCellIndex = 0; 1")
        self.command("notebook:run-cell")
        browser.wait_for("document.querySelector('.jp-CodeCell .jp-OutputArea')?.innerText.includes('42')")

        browser.evaluate(f"{PANEL}.context.save().then(() => 1)")
        with open(self.server.file("endless.ipynb"), encoding="utf-8") as file:
            outputs = json.load(file)["cells"][1]["outputs"]
        shown = [output for output in outputs if output["output_type"] == "display_data"]
        self.assertEqual(len(shown), 1)
        self.assertNotIn("<progress", "".join(shown[0]["data"]["text/html"]))
        self.assertEqual(of_our_parts(browser), [])


if __name__ == "__main__":
    unittest.main()
