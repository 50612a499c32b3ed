"""What notebooks show in a browser, without a network: figures drawn, static pictures where nothing is trusted, no script of a label.

DMU is the launcher, DMU_PAGES a folder for the pictures, which a person should look at.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

import nbformat
from browser import Browser
from live import LiveNotebook
from pages import DRAWN, FIGURES, STATIC, UNDEFINED, notebook, picture
from servers import TOKEN, JupyterServer

DMU = os.environ["DMU"]
ROOT = os.path.dirname(os.path.realpath(DMU))


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.executed = os.path.join(cls.folder.name, "executed.ipynb")
        source = os.path.join(cls.folder.name, "hostile.ipynb")
        nbformat.write(notebook(), source)
        subprocess.run([DMU, "run", source, "--out", cls.executed], check=True)
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def converted(self, source, *options):
        """The address of a notebook's page, made by nbconvert as a user would."""
        page = os.path.join(self.folder.name, re.sub(r"\W", "", "page" + "".join(options)) + ".html")
        subprocess.run([sys.executable, "-m", "nbconvert", "--to", "html", "--output", page, *options, source],
                       check=True, stderr=subprocess.DEVNULL)
        return "file://" + page

    def of_ours(self, errors):
        """Without what Jupyter's own pages complain of when there is no network."""
        return [error for error in errors if "net::ERR" not in error[0] and "MathJax" not in error[0]]

    def test_converted_page_draws_its_figures_and_runs_no_label(self):
        browser = self.browser
        browser.open(self.converted(self.executed))
        browser.wait_for(f"{DRAWN} == {FIGURES}")
        picture(browser, "converted")

        self.assertTrue(browser.evaluate(UNDEFINED))
        self.assertEqual(self.of_ours(browser.errors), [])
        text = browser.evaluate("document.body.innerText")
        self.assertIn("<script>window.hacked = 1</script>", text)  # shown as it is
        self.assertIn("an error", text)

    def test_page_without_scripts_keeps_the_static_pictures(self):
        browser = self.browser
        browser.open(self.converted(self.executed, "--HTMLExporter.sanitize_html=True"))
        browser.wait_for(f"{STATIC} == {FIGURES}")
        picture(browser, "sanitized")

        self.assertEqual(browser.evaluate(DRAWN), 0)
        self.assertTrue(browser.evaluate(UNDEFINED))

    def test_first_tutorial_shows_its_figures_without_a_network(self):
        browser = self.browser
        tutorial = os.path.join(ROOT, "notebooks", "01-quickstart.ipynb")
        with open(tutorial, encoding="utf-8") as file:
            outputs = [output for cell in json.load(file)["cells"] for output in cell.get("outputs", [])]
        figures = sum("dmu4j-plot" in "".join(output.get("data", {}).get("text/html", [])) for output in outputs)
        self.assertGreater(figures, 0)
        browser.open(self.converted(tutorial))
        browser.wait_for(f"{DRAWN} >= {figures}")
        picture(browser, "tutorial")

        self.assertEqual(self.of_ours(browser.errors), [])


class ClassicNotebook(LiveNotebook, unittest.TestCase):
    name = "classic"

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(
            JupyterServer(DMU, "notebook", f"--NotebookApp.token={TOKEN}", "--notebook-dir=."))
        cls.put_notebooks()
        cls.browser = cls.enterClassContext(Browser())

    def run_all(self):
        browser = self.browser
        browser.wait_for("Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()")
        browser.evaluate("Jupyter.notebook.clear_all_output(); Jupyter.notebook.execute_all_cells(); 1")

    def open(self, name):
        browser = self.browser
        browser.open(self.server.address(f"notebooks/{name}"))
        browser.wait_for("window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded")

    def outputs(self):
        return self.browser.evaluate("Jupyter.notebook.get_cells().map(cell => cell.output_area.element[0].innerText)")

    def is_trusted(self):
        return self.browser.evaluate("Jupyter.notebook.trusted")


if __name__ == "__main__":
    unittest.main()
