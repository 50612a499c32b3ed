"""The one form in which an executed notebook is kept, so that executing it again changes only what it shows."""
import re
import uuid

KERNEL = {"display_name": "Java (dmu4j)", "language": "java", "name": "dmu4j"}
LANGUAGE = {"file_extension": ".jshell", "mimetype": "text/x-java-source", "name": "java", "pygments_lexer": "java"}
KEPT_OF_A_CELL = {"tags", "jupyter", "slideshow"}
UUID = re.compile(r"(?<![0-9a-f-])[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}(?![0-9a-f-])")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def tidy(notebook, name):
    """
    Changes a notebook and returns it: counts 1..n in order, no metadata but tags and the kernel, texts printed in a row as
    one, ids that stay.

    :param name: of the file; ids in outputs are made from it, since several notebooks may be open on one page
    """
    notebook.metadata = {"kernelspec": dict(KERNEL), "language_info": dict(LANGUAGE)}
    notebook.nbformat_minor = max(5, notebook.nbformat_minor)
    give_ids(notebook.cells)
    count = 0
    stable = StableIds(name)
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in sorted(cell.metadata.items()) if key in KEPT_OF_A_CELL}
        if cell.cell_type != "code":
            continue
        executed = cell.get("execution_count") is not None
        count += executed
        cell.execution_count = count if executed else None
        cell.outputs = joined(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
            if "data" in output:
                output.data = {kind: stable.replace(content) for kind, content in output.data.items()}
    return notebook


def give_ids(cells):
    """Ids that are there stay; a missing or repeated one becomes the first of cell-1, cell-2, ... that is free."""
    used = set()
    without = []
    for cell in cells:
        if CELL_ID.fullmatch(cell.get("id") or "") and cell["id"] not in used:
            used.add(cell["id"])
        else:
            without.append(cell)
    number = 0
    for cell in without:
        number += 1
        while f"cell-{number}" in used:
            number += 1
        cell["id"] = f"cell-{number}"
        used.add(cell["id"])


def joined(outputs):
    """Where a text was cut into messages depends on the time."""
    result = []
    for output in outputs:
        previous = result[-1] if result else None
        if previous and output.output_type == previous.output_type == "stream" and output.name == previous.name:
            previous.text += output.text
        else:
            result.append(output)
    return result


class StableIds:
    """The n-th random id (UUID) of a notebook's outputs is always the same."""

    def __init__(self, name):
        self.name = name
        self.known = {}

    def replace(self, content):
        if isinstance(content, str):
            return UUID.sub(self.stable, content)
        if isinstance(content, list):
            return [self.replace(part) for part in content]
        if isinstance(content, dict):
            return {key: self.replace(part) for key, part in content.items()}
        return content

    def stable(self, match):
        found = match.group().replace("-", "")
        if found not in self.known:
            self.known[found] = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.name}#{len(self.known) + 1}")
        same = self.known[found]
        return str(same) if match.group(1) else same.hex


def private_paths(notebook, folders):
    """Lines about outputs that show one of the folders."""
    found = []
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1):
        shown = str(cell.outputs)
        found += [f"cell {number} shows {folder}" for folder in map(str, folders) if len(folder) > 1 and folder in shown]
    return found
