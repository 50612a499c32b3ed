"""What every live notebook has to do, whichever client it is in."""
from pages import DRAWN, FIGURES, HEATED, RECORDER, SEQUENCE, STATIC, UNDEFINED, notebook, of_our_parts, picture


class LiveNotebook:
    """A test case of a client. It has a browser, a server, a name for pictures, open(notebook), run_all(), is_trusted(), and
    outputs(): the text of each cell's outputs."""

    @classmethod
    def put_notebooks(cls):
        cls.server.put_executed("executed.ipynb", notebook())
        cls.server.put("sequence.ipynb", notebook(SEQUENCE))

    def test_untrusted_notebook_shows_pictures_and_a_run_of_all_cells_draws(self):
        browser = self.browser
        self.open("executed.ipynb")
        browser.wait_for(f"{STATIC} == {FIGURES}")
        picture(browser, f"{self.name}-untrusted")
        self.assertFalse(self.is_trusted())
        self.assertEqual(browser.evaluate(DRAWN), 0)
        self.assertTrue(browser.evaluate(UNDEFINED))

        self.run_all()
        browser.wait_for(f"{DRAWN} == {FIGURES}")
        browser.wait_for("document.body.innerText.includes('IllegalStateException')")
        picture(browser, f"{self.name}-run")
        self.assertTrue(browser.evaluate(UNDEFINED))
        self.assertEqual(of_our_parts(browser), [])

    def test_sequence_trains_in_one_live_display_and_ends_as_its_report(self):
        browser = self.browser
        self.open("sequence.ipynb")
        browser.evaluate(RECORDER)
        self.run_all()
        browser.wait_for("seen.some(text => text.includes('upgrade 2 of 2'))")
        picture(browser, f"{self.name}-sequence-live")
        browser.wait_for("!document.querySelector('.dmu4j-progress progress')")
        browser.wait_for(f"{HEATED} == 1")
        picture(browser, f"{self.name}-sequence")

        self.assertTrue(browser.evaluate("seen.some(text => text.includes('upgrade 1 of 2'))"))
        self.assertEqual(browser.evaluate("displays"), 1)
        training, report = self.outputs()
        self.assertIn("2 upgrades: finished", training)
        self.assertRegex(report, "(not )?compatible: [0-2] of 2 upgrades improve the search of the gallery that v1 embedded")
        self.assertIn("v2 to v3", report)
        self.assertEqual(of_our_parts(browser), [])
