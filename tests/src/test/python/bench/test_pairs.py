"""The measuring in pairs: which values count, what the ratio and its interval are, what is said of what is missing."""
import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest

import pairs

SIDE = """
import sys
sys.path.insert(0, {folder!r})
import pairs
answers = iter({values!r})
pairs.answer({{"name": {name!r}}}, {{"work": lambda: next(answers)}})
"""


def side(name, values):
    code = SIDE.format(folder=str(pathlib.Path(pairs.__file__).parent), values=values, name=name)
    return pairs.Side([sys.executable, "-c", code])


def compare(rows, ours, peer, rounds):
    """What is written, and what is printed."""
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
        file = str(pathlib.Path(folder, "out.json"))
        with contextlib.redirect_stderr(io.StringIO()):
            pairs.compare("example", rows, ours, peer, rounds, file)
        with open(file, encoding="utf-8") as written:
            return json.load(written), printed.getvalue()


class Pairs(unittest.TestCase):
    def test_the_first_answer_does_not_count_and_ratios_are_of_pairs(self):
        row = pairs.Row("work", "s", higher_is_better=False, goal=1.0, gate=1.3)
        written, printed = compare([row], side("a", [99, 2, 6, 4]), side("b", [1, 1, 2, 4]), 3)
        found = written["rows"][0]
        self.assertEqual([2, 6, 4], found["ours"]["values"])
        self.assertEqual([1, 2, 4], found["peer"]["values"])
        self.assertEqual([2, 3, 1], found["ratio"]["values"])
        self.assertEqual(2, found["ratio"]["median"])
        self.assertEqual("<= 1, gate 1.3", found["wanted"])
        self.assertEqual("a", written["ours"]["name"])
        self.assertIn("too few to quote a ratio", printed)

    def test_a_row_that_one_side_cannot_measure_is_said_and_has_no_ratio(self):
        row = pairs.Row("other", "s", higher_is_better=False)
        written, printed = compare([row], side("a", []), side("b", []), 1)
        self.assertNotIn("ratio", written["rows"][0])
        self.assertIn("not measured: other, ours (not on this side)", printed)

    def test_a_side_that_ends_is_an_error_with_its_last_words(self):
        with self.assertRaisesRegex(SystemExit, "no such thing"):
            pairs.Side([sys.executable, "-c", "raise ValueError('no such thing')"])

    def test_the_interval_is_the_narrowest_that_holds_the_median_with_95_percent(self):
        # Binomial(n, 1/2): n = 7 leaves 2/128 outside of all seven, and 16/128 outside of the inner five;
        # n = 9 leaves 20/512 = 3.9 % outside of the inner seven; n = 20 leaves 4.1 % outside of the 6th to the 15th.
        self.assertEqual((1, 7), pairs.interval_of_median([7, 1, 3, 2, 6, 4, 5]))
        self.assertEqual((2, 8), pairs.interval_of_median(list(range(1, 10))))
        self.assertEqual((6, 15), pairs.interval_of_median(list(range(1, 21))))
        self.assertEqual((1, 3), pairs.interval_of_median([1, 2, 3]))


if __name__ == "__main__":
    unittest.main()
