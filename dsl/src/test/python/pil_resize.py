"""Expected values for PreprocessingTest: Pillow's antialiased bilinear resize and its grey conversion.

Run: python3 dsl/src/test/python/pil_resize.py > dsl/src/test/resources/io/github/dmu4j/data/pil-resize.json
Last run 2026-11-25 with Pillow 9.4.0, numpy 1.24.2. No randomness.
"""
import json

import numpy as np
from PIL import Image


def pattern(width, height, channels):
    """The image that PreprocessingTest.pattern draws: a slope, an edge and a fine texture."""
    y, x, c = np.mgrid[0:height, 0:width, 0:channels]
    return ((x * 3 + y * 5 + c * 60 + 90 * (x * 2 > y) + (x * y) % 7 * 9) % 256).astype(np.uint8)


cases = []
for width, height, channels, size, out in [(37, 53, 3, 16, 3), (37, 53, 3, 16, 1), (20, 12, 1, 28, 1), (105, 105, 1, 28, 1)]:
    pixels = pattern(width, height, channels)
    image = Image.fromarray(pixels[:, :, 0] if channels == 1 else pixels)
    if out == 1 and channels == 3:
        image = image.convert("L")
    resized = np.asarray(image.resize((size, size), Image.BILINEAR)).reshape(size, size, out)
    cases.append({"width": width, "height": height, "channels": channels, "size": size, "outChannels": out,
                  "planes": resized.transpose(2, 0, 1).reshape(-1).tolist()})
print(json.dumps({"cases": cases}, separators=(",", ":")))
