"""The kernel that ./dmu kernel install puts into Jupyter, through nbclient: a notebook with the DSL."""
import tempfile
import unittest

import nbformat
from clients import PATIENCE, Kernel
from nbclient import NotebookClient

HOSTILE = r'''"</script><script>alert(1)</script><img src=x onerror=alert(1)> \"q\" 'p' \\ \n 🧀 \u202eשלום"'''


def run(*cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, kernel_name="dmu4j", timeout=120, startup_timeout=120).execute()
    return [cell.outputs for cell in notebook.cells]


class Notebook(unittest.TestCase):
    def test_the_dsl_is_imported_and_values_are_shown(self):
        outputs = run(
            "var data = Datasets.glyphs().split(extendedClass(0.3), 7);\ndata.test().queries().size() > 0",
            'display(new Html("<b>bold</b>"));',
            "var net = resNet10(64).widths(8, 16, 32);\nnet.dimension()",
            'System.out.println("printed");',
        )
        self.assertEqual(outputs[0][0]["data"]["text/plain"], "true")
        self.assertEqual(outputs[1][0]["data"]["text/html"], "<b>bold</b>")
        self.assertEqual(outputs[2][0]["data"]["text/plain"], "64")
        self.assertEqual(outputs[3][0]["text"], "printed\n")

    def test_a_model_of_the_native_engine_embeds(self):
        outputs = run(
            "var few = Datasets.glyphs().split(extendedClass(0.3), 7).test().queries().subset(new int[] {0, 1, 200, 201});\n"
            "var model = EmbeddingModel.training(resNet10(8).widths(8, 8, 8), few).epochs(1).batchSize(4)"
            ".listener(UpgradeListener.NONE).train();\nmodel.dimension()",
        )
        self.assertEqual(outputs[0][-1]["data"]["text/plain"], "8")

    def test_tables_figures_and_trainings_are_shown_richly_and_harmlessly(self):
        outputs = run(
            f"String hostile = {HOSTILE};",
            "import tech.tablesaw.api.*;\nimport tech.tablesaw.plotly.api.*;\n"
            'var table = Table.create("t " + hostile).addColumns(StringColumn.create("name", "a", hostile),'
            ' DoubleColumn.create("x", 1, 2), DoubleColumn.create("y", 3, 4));\ntable',
            'Figures.pairings(List.of(new PairingResult(hostile, 1, "s", "new-to-old", "mAP", 0.5, 0.4, 0.6, 9, 0)), "mAP")',
            'LinePlot.create("mine " + hostile, table, "x", "y")',
            "var few = Datasets.glyphs().split(extendedClass(0.3), 7).test().queries().subset(new int[] {0, 1, 200, 201});\n"
            "EmbeddingModel.training(resNet10(8).widths(8, 8, 8), few).epochs(30).batchSize(4).train()",
        )
        table = outputs[1][0]["data"]
        self.assertIn('<table class="dataframe"', table["text/html"])
        self.assertIn("2 rows x 3 columns", table["text/plain"])
        ours, mine = outputs[2][0]["data"], outputs[3][0]["data"]
        for figure in (ours, mine):
            self.assertIn('<img class="static"', figure["text/html"])
            self.assertLessEqual(len(figure["image/png"]), 80_000)  # 60 KB in Base64
            self.assertEqual(set(figure["application/vnd.plotly.v1+json"]), {"data", "layout", "config"})
        self.assertIn("new-to-old 0.500", ours["text/plain"])
        self.assertLess(600_000, len(ours["text/html"]))  # brings plotly.js, once
        self.assertLess(len(mine["text/html"]), 40_000)
        for output in (table, ours, mine):
            self.assertNotIn("<script>alert", output["text/html"])
            self.assertNotIn("<img src=x", output["text/html"])

        progress, model = outputs[4]
        self.assertEqual(progress["output_type"], "display_data")
        self.assertRegex(progress["data"]["text/plain"], r"^✓ train resNet10.*: finished in \d+:\d\d\n  loss ")
        self.assertNotIn("<progress", progress["data"]["text/html"])
        self.assertLess(len(progress["data"]["text/html"]), 20_000)
        self.assertTrue(model["data"]["text/plain"].startswith("embedding model, dimension 8"))
        self.assertIn("<b>embedding model, dimension 8</b>", model["data"]["text/html"])

    def test_a_training_that_is_interrupted_says_where_and_how_to_go_on(self):
        with tempfile.TemporaryDirectory() as folder, Kernel("dmu4j") as kernel:
            kernel.run("var few = Datasets.glyphs().split(extendedClass(0.3), 7).test().queries();")
            shown = []
            client = kernel.client
            asked = client.execute(
                "EmbeddingModel.training(resNet10(8).widths(8, 8, 8), few).epochs(1000)"
                f'.savingTo(Path.of("{folder}/run")).train();'
            )
            while True:
                message = client.get_iopub_msg(timeout=PATIENCE)
                if message["msg_type"] in ("display_data", "update_display_data"):
                    shown.append(message)
                    if len(shown) == 2:
                        kernel.manager.interrupt_kernel()
                if message["content"].get("execution_state") == "idle" and len(shown) > 2:
                    break
            self.assertEqual(kernel.reply_to(asked)["status"], "error")
        self.assertEqual([m["msg_type"] for m in shown[:2]], ["display_data", "update_display_data"])
        self.assertEqual(len({m["content"]["transient"]["display_id"] for m in shown}), 1)
        self.assertEqual({m["parent_header"]["msg_id"] for m in shown}, {asked})
        self.assertIn("<progress", shown[0]["content"]["data"]["text/html"])
        last = shown[-1]["content"]["data"]["text/plain"]
        self.assertRegex(last, r"^✗ train resNet10.*: stopped after \d+:\d\d at step \d+ of \d+: train again .*folder ")


if __name__ == "__main__":
    unittest.main()
