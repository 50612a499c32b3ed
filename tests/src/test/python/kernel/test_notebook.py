"""The kernel that ./dmu kernel install puts into Jupyter, through nbclient: a notebook with the DSL."""
import unittest

import nbformat
from nbclient import NotebookClient


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


if __name__ == "__main__":
    unittest.main()
