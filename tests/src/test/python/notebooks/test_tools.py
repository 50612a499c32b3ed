"""The tools that keep notebooks tidy and notice when what they show has moved (notebooks/tools), without a kernel."""
import copy
import stat
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat

sys.path.insert(0, str(Path(__file__).resolve().parents[5] / "notebooks" / "tools"))
from compare import TOLERANCE, drift, text_differences, visible_text
from files import write_whole
from tidy import private_paths, tidy


def code(source="1", outputs=(), count=1, **metadata):
    return nbformat.from_dict(
        {
            "cell_type": "code",
            "execution_count": count,
            "id": "a",
            "metadata": metadata,
            "outputs": list(outputs),
            "source": source,
        }
    )


def printed(text, name="stdout"):
    return nbformat.from_dict({"output_type": "stream", "name": name, "text": text})


def displayed(**data):
    data = {kind.replace("_", "/"): content for kind, content in data.items()}
    return nbformat.from_dict({"output_type": "display_data", "data": data, "metadata": {}})


def notebook(*cells):
    return nbformat.from_dict({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


class Compare(unittest.TestCase):
    def assertSame(self, old, new, tolerance=TOLERANCE):
        self.assertEqual(text_differences(old, new, tolerance), [])

    def assertDiffer(self, old, new, tolerance=TOLERANCE):
        self.assertNotEqual(text_differences(old, new, tolerance), [])

    def test_a_number_with_a_decimal_point_may_differ_by_the_tolerance_and_no_more(self):
        self.assertSame("mAP 0.70", "mAP 0.72")
        self.assertDiffer("mAP 0.70", "mAP 0.73")
        self.assertSame("gain -0.01", "gain 0.01")
        self.assertDiffer("gain -0.02", "gain 0.02")
        self.assertSame("loss 2e-3", "loss 1e-2")

    def test_whole_numbers_must_be_the_same(self):
        self.assertDiffer("epochs 8", "epochs 9")
        self.assertDiffer("1,200 images", "1,201 images")
        self.assertSame("1,200 images", "1,200 images")

    def test_percentages_may_differ_by_a_hundred_times_the_tolerance(self):
        self.assertSame("98 % of it", "97 % of it")
        self.assertSame("98.1 %", "96.2 %")
        self.assertDiffer("98 %", "95 %")

    def test_digits_inside_names_are_text(self):
        self.assertDiffer("resNet10(64)", "resNet18(64)")
        self.assertDiffer("version 2.7.1", "version 2.7.2")

    def test_text_must_be_the_same_but_for_blanks_and_rules(self):
        self.assertDiffer("compatible", "not compatible")
        self.assertSame("a     0.5\n-----  ---\n", "a  0.51\n---  ----\n")
        self.assertDiffer("one\ntwo", "one")

    def test_times_dates_rates_paths_and_random_ids_are_not_compared(self):
        for old, new in [
            ("trained in 3.2 s", "trained in 14.9 s"),
            ("740/1000 74% 0:12<0:04", "740/1000 74% 1:12<0:09"),
            ("2026-01-02T03:04:05Z", "2027-11-12T13:14:15Z"),
            ("120 images/s", "99.5 images/s"),
            ("saved in /home/a/runs/x", "saved in /tmp/b"),
            ("java.lang.Object@1b2c3d4e", "java.lang.Object@5f6a7b8c"),
            ("run 123e4567-e89b-42d3-a456-426614174000", "run 00000000-0000-4000-8000-000000000000"),
        ]:
            self.assertSame(old, new)

    def test_of_html_the_visible_text_is_compared(self):
        self.assertSame(
            visible_text("<table id='x1'><tr><td>mAP</td><td>0.70</td></tr></table><script>var a = 3</script>"),
            visible_text("<table id='x2'><tr><td>mAP</td><td>0.71</td></tr></table><script>var a = 4</script>"),
        )
        self.assertDiffer(visible_text("<b>a</b><td>0.70</td>"), visible_text("<b>a</b><td>0.80</td>"))

    def test_drift_names_the_cell_the_line_and_both_numbers(self):
        old = notebook(code(outputs=[printed("x\nmAP 0.70\n")]), code(outputs=[displayed(image_png="abc")]))
        new = notebook(code(outputs=[printed("x\n"), printed("mAP 0.90\n")]), code(outputs=[displayed(image_png="xyz")]))
        self.assertEqual(
            drift(old, new), ["cell 1, stdout line 2: 0.90; committed: 0.70 (tolerance 0.02) in 'mAP 0.70'"]
        )

    def test_a_missing_output_and_a_cell_that_was_not_executed_are_drift(self):
        self.assertEqual(
            drift(notebook(code(outputs=[printed("x")])), notebook(code())),
            ["cell 1 shows nothing; committed: stdout"],
        )
        self.assertIn("not executed", drift(notebook(code(count=None)), notebook(code()))[0])

    def test_progress_may_be_shown_or_not(self):
        progress = displayed(text_html='<div class="dmu4j-progress" style="x">finished in 0:01</div>', text_plain="done")
        value = displayed(text_plain="1")

        self.assertEqual(drift(notebook(code(outputs=[progress, value])), notebook(code(outputs=[value]))), [])
        self.assertNotEqual(drift(notebook(code(outputs=[value])), notebook(code(outputs=[progress]))), [])

    def test_tags_set_the_tolerance_or_except_a_cell(self):
        def pair(tag):
            return [notebook(code(outputs=[printed(f"mAP {value}")], tags=[tag])) for value in ("0.70", "0.78")]

        self.assertEqual(drift(*pair("tolerance=0.1")), [])
        self.assertEqual(drift(*pair("unchecked")), [])
        self.assertEqual(len(drift(*pair("other"))), 1)


class Tidy(unittest.TestCase):
    def test_counts_are_in_order_and_metadata_is_gone_but_tags(self):
        cell = code(count=17, scrolled=True, execution={"iopub.status.busy": "2026"}, tags=["unchecked"])
        cell.outputs = [nbformat.from_dict({"output_type": "execute_result", "execution_count": 17, "data": {}, "metadata": {}})]
        tidied = tidy(notebook(code(count=None), cell), "a.ipynb")
        self.assertEqual([c.execution_count for c in tidied.cells], [None, 1])
        self.assertEqual(tidied.cells[1].metadata, {"tags": ["unchecked"]})
        self.assertEqual(tidied.cells[1].outputs[0].execution_count, 1)
        self.assertEqual(tidied.metadata.kernelspec.name, "dmu4j")
        self.assertNotIn("version", tidied.metadata.language_info)

    def test_texts_printed_in_a_row_are_one(self):
        tidied = tidy(notebook(code(outputs=[printed("a"), printed("b"), printed("c", "stderr")])), "a.ipynb")
        self.assertEqual([output.text for output in tidied.cells[0].outputs], ["ab", "c"])

    def test_cell_ids_stay_and_missing_or_repeated_ones_are_given_in_order(self):
        cells = [code(), code(), code()]
        cells[0].id, cells[1].id, cells[2].id = "cell-1", "cell-1", "not allowed!"
        self.assertEqual([cell.id for cell in tidy(notebook(*cells), "a").cells], ["cell-1", "cell-2", "cell-3"])

    def test_random_ids_in_outputs_become_the_same_every_time_but_not_in_every_notebook(self):
        def html(identifier, name):
            shown = displayed(text_html=f"<div id='{identifier}'></div><script>show('{identifier}')</script>")
            return tidy(notebook(code(outputs=[shown])), name).cells[0].outputs[0].data["text/html"]

        first = html("123e4567-e89b-42d3-a456-426614174000", "a.ipynb")
        self.assertEqual(first, html("5b0f7a3e-0b0c-4f43-9a3e-6a8f1f0c2d11", "a.ipynb"))
        self.assertNotEqual(first, html("5b0f7a3e-0b0c-4f43-9a3e-6a8f1f0c2d11", "b.ipynb"))
        self.assertEqual(first.count(first[9:45]), 2)

    def test_tidying_twice_changes_nothing(self):
        once = tidy(notebook(code(outputs=[displayed(text_html="<i id='123e4567-e89b-42d3-a456-426614174000'>")])), "a")
        self.assertEqual(tidy(copy.deepcopy(once), "a"), once)

    def test_paths_of_this_machine_are_found_in_outputs(self):
        shown = notebook(code(outputs=[printed("saved in /home/somebody/runs")]))
        self.assertEqual(private_paths(shown, ["/home/somebody"]), ["cell 1 shows /home/somebody"])
        self.assertEqual(private_paths(shown, ["/home/other", "/"]), [])


class WholeFiles(unittest.TestCase):
    def test_a_file_is_replaced_with_its_permissions_and_nothing_is_left_beside_it(self):
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "new" / "a.ipynb"
            write_whole(target, "one")
            target.chmod(0o640)
            write_whole(target, "two")
            self.assertEqual(target.read_text(encoding="utf-8"), "two")
            self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o640)
            self.assertEqual([file.name for file in target.parent.iterdir()], ["a.ipynb"])


if __name__ == "__main__":
    unittest.main()
