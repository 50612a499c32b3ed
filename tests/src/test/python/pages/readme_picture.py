"""Takes the README's picture: what the comparison of notebook 01 shows, as committed. Run after ./dmu notebooks build 01.

    python3 tests/src/test/python/pages/readme_picture.py docs/images/notebook-01.png
"""
import base64
import os
import sys
import tempfile

import nbformat
from browser import Browser
from nbconvert import HTMLExporter
from pages import DRAWN

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 5))
MARGIN = 4
PLACE = """(function () {
  var shown = document.querySelector('.dmu4j-figure');
  var figure = shown.getBoundingClientRect();
  var output = shown.closest('.jp-OutputArea-output').getBoundingClientRect();
  document.head.insertAdjacentHTML('beforeend', '<style>.modebar { display: none }</style>');  // there only under the mouse
  return {x: output.x + scrollX, y: output.y + scrollY, width: figure.width, height: figure.bottom - output.y};
})()"""


def main(target):
    notebook = nbformat.read(os.path.join(ROOT, "notebooks", "01-quickstart.ipynb"), as_version=4)
    with tempfile.TemporaryDirectory() as folder, Browser() as browser:
        page = os.path.join(folder, "page.html")
        with open(page, "w", encoding="utf-8") as file:
            file.write(HTMLExporter().from_notebook_node(notebook)[0])
        browser.open("file://" + page)
        browser.wait_for(f"{DRAWN} > 0")
        place = browser.evaluate(PLACE)
        clip = {"x": place["x"] - MARGIN, "y": place["y"] - MARGIN, "width": place["width"] + 2 * MARGIN,
                "height": place["height"] + MARGIN, "scale": 1}
        data = browser.command("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
    with open(target, "wb") as out:
        out.write(base64.b64decode(data))


if __name__ == "__main__":
    main(sys.argv[1])
