"""
How far what a notebook shows has moved from what it showed when it was committed.

Text must be the same. Numbers with a decimal point may differ by TOLERANCE, percentages by a hundred times that, whole
numbers not at all. Times, dates, rates, paths and random ids are not compared; blanks and rules, which give way to wider
numbers, neither. Of HTML its visible text is compared; of pictures and figures, that they are there (their text says the key
numbers). The display of a run's progress is left out: whether it comes depends on the time that the run takes. A cell's tag
``tolerance=0.1`` sets its tolerance, the tag ``unchecked`` excepts it.
"""
import re
from html.parser import HTMLParser

TOLERANCE = 0.02  # of a metric between 0 and 1: two standard errors of a hit rate of 0.7 over 2,000 queries
LINES_SHOWN = 3

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
NUMBER = re.compile(r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w]|\.\d)")
NOT_COMPARED = re.compile(
    r"""
      \d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[-+]\d{2}:?\d{2})?)?    # dates
    | \b\d+:\d{2}(?::\d{2})?(?:\.\d+)?\b                                                   # 0:12
    | \b\d+(?:[.,]\d+)*\s?(?:ns|µs|us|ms|s|sec|seconds?|min|minutes?|h|hours?)\b           # 3.2 s
    | \b\d+(?:[.,]\d+)*\s?\w*(?:/s\b|/second\b|\ per\ second\b)                            # 120 images/s
    | (?<![\w.<])~?(?:/[\w.@+~-]+){2,}/?                                                   # /tmp/x
    | \b[A-Za-z]:\\[\w.\\-]+                                                               # C:\x
    | [0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}                     # random ids
    | @[0-9a-f]{5,8}\b                                                                     # Object@1b2c3d
    """,
    re.VERBOSE,
)
PROGRESS = '<div class="dmu4j-progress"'  # bridge.live.ProgressHtml
BLANKS_AND_RULES = re.compile(r"(?:\s|[─━═]|-{2,})+")


def drift(committed, fresh):
    """Lines about what differs, empty if nothing does; both notebooks have the same cells."""
    lines = []
    cells = [
        (old, new) for old, new in zip(committed.cells, fresh.cells) if old.cell_type == "code" and old.source.strip()
    ]
    for number, (old, new) in enumerate(cells, 1):
        tags = old.metadata.get("tags", [])
        if old.get("execution_count") is None:
            lines.append(f"cell {number}: not executed as committed; ./dmu notebooks build does it")
        elif "unchecked" not in tags:
            lines += [f"cell {number}{what}" for what in differences(old.outputs, new.outputs, tolerance_of(tags))]
    return lines


def tolerance_of(tags):
    for tag in tags:
        if tag.startswith("tolerance="):
            return float(tag.partition("=")[2])
    return TOLERANCE


def differences(old, new, tolerance):
    """What differs between the outputs of two executions of a cell."""
    before, after = shown(old), shown(new)
    if [kind for kind, _ in before] != [kind for kind, _ in after]:
        return [f" shows {kinds(after)}; committed: {kinds(before)}"]
    found = []
    for (kind, text), (_, fresh) in zip(before, after):
        found += [f", {kind}{line}" for line in text_differences(text, fresh, tolerance)]
    more = len(found) - LINES_SHOWN
    return found[:LINES_SHOWN] + ([f": {more} more differences"] if more > 0 else [])


def kinds(shown_outputs):
    return ", ".join(kind for kind, _ in shown_outputs) or "nothing"


def shown(outputs):
    """(kind, text to be compared) of all outputs but progress; texts printed in a row are one."""
    result = []
    for output in outputs:
        if output["output_type"] == "stream":
            kind = output["name"]
            if result and result[-1][0] == kind:
                result[-1] = (kind, result[-1][1] + output["text"])
            else:
                result.append((kind, output["text"]))
        elif output["output_type"] == "error":
            result.append(("error", f"{output['ename']}: {output['evalue']}"))
        elif not output["data"].get("text/html", "").startswith(PROGRESS):
            result += [(kind, comparable(kind, content)) for kind, content in sorted(output["data"].items())]
    return result


def comparable(kind, content):
    if kind == "text/html":
        return visible_text(content)
    return content if kind in ("text/plain", "text/markdown", "text/latex") else ""


def text_differences(old, new, tolerance):
    before, after = lines_of(old), lines_of(new)
    if len(before) != len(after):
        return [f": {len(after)} lines; committed: {len(before)}"]
    found = []
    for number, (a, b) in enumerate(zip(before, after), 1):
        if NUMBER.sub("#", a) != NUMBER.sub("#", b):
            found.append(f" line {number}: {b!r}; committed: {a!r}")
            continue
        for x, y in zip(NUMBER.finditer(a), NUMBER.finditer(b)):
            allowed = allowed_difference(x, y, tolerance)
            if abs(value(x) - value(y)) > allowed + 1e-9:
                found.append(f" line {number}: {y.group()}; committed: {x.group()} (tolerance {allowed:g}) in {a!r}")
    return found


def lines_of(text):
    text = NOT_COMPARED.sub("…", COLOURS.sub("", text))
    lines = (BLANKS_AND_RULES.sub(" ", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def value(match):
    return float(match.group().replace(",", "").replace("−", "-"))


def allowed_difference(x, y, tolerance):
    if x.string[x.end() :].lstrip().startswith("%"):
        return 100 * tolerance
    return tolerance if any(mark in match.group() for match in (x, y) for mark in ".eE") else 0


class VisibleText(HTMLParser):
    BLOCKS = {"br", "caption", "div", "figcaption", "h1", "h2", "h3", "h4", "li", "p", "pre", "table", "tr"}
    HIDDEN = {"script", "style"}

    def __init__(self):
        super().__init__()
        self.parts = []
        self.hidden = 0

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in self.HIDDEN
        self.parts.append("\n" if tag in self.BLOCKS else " " if tag in ("td", "th") else "")

    def handle_endtag(self, tag):
        self.hidden -= tag in self.HIDDEN
        self.parts.append("\n" if tag in self.BLOCKS else "")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def visible_text(html):
    parser = VisibleText()
    parser.feed(html)
    parser.close()
    return "".join(parser.parts)
