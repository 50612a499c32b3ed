"""Expected values for JpegImageTest and PillowResizeTest: small JPEG files, what Pillow decodes, crops and resizes.

Run: python3 dsl/src/test/python/pil_jpeg.py > dsl/src/test/resources/io/github/dmu4j/data/pil-jpeg.json
Last run 2026-11-26 with Pillow 9.4.0 on libjpeg-turbo 2.1.5, numpy 1.24.2, torchvision 0.14.1 and cjpeg of libjpeg-turbo 2.1.5.
"""
import base64
import io
import json
import subprocess

import numpy as np
import torchvision.transforms.functional as F
from PIL import Image


def photo(width, height, seed):
    """Noise with the spectrum of photographs, and an edge."""
    random = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
    frequency[0, 0] = 1

    def field(exponent):
        spectrum = (random.normal(size=frequency.shape) + 1j * random.normal(size=frequency.shape)) / frequency**exponent
        spectrum[0, 0] = 0
        values = np.fft.irfft2(spectrum, s=(height, width))
        return values / values.std()

    luma = 120 + 55 * field(1.1) + 40 * (np.arange(width)[None, :] > width // 3)
    blue, red = 25 * field(1.4), 30 * field(1.4)
    rgb = np.stack([luma + 1.402 * red, luma - 0.344 * blue - 0.714 * red, luma + 1.772 * blue], -1)
    return Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))


def saved(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **options)
    return out.getvalue()


def restarted(image):
    ppm = io.BytesIO()
    image.save(ppm, "PPM")
    return subprocess.run(["cjpeg", "-quality", "85", "-restart", "3B"], input=ppm.getvalue(), stdout=subprocess.PIPE, check=True).stdout


def text(data):
    return base64.b64encode(data).decode()


def pixels(image):
    return text(np.asarray(image).tobytes())


files = {
    "4:2:0": saved(photo(61, 45, 1), quality=75),
    "4:2:0, fine": saved(photo(34, 49, 2), quality=97, optimize=True),
    "4:2:2": saved(photo(40, 33, 3), quality=80, subsampling=1),
    "4:4:4": saved(photo(41, 38, 4), quality=60, subsampling=0),
    "grey": saved(photo(47, 35, 5).convert("L"), quality=85),
    "restart markers": restarted(photo(50, 37, 6)),
    "clipped": saved(Image.fromarray((np.indices((32, 40)).sum(0) // 3 % 2 * 255).astype(np.uint8)).convert("RGB"), quality=20),
}
others = {
    "progressive": saved(photo(32, 32, 7), quality=80, progressive=True),
    "CMYK": saved(photo(32, 32, 8).convert("CMYK"), quality=80),
    "profile": saved(photo(32, 32, 9), quality=80, icc_profile=b"profile"),
}
crops = []
for name, (left, top, width, height), size, mirrored in [
    ("4:2:0", (0, 0, 61, 45), 24, False), ("4:2:0", (7, 5, 41, 32), 24, True), ("4:2:0", (20, 11, 24, 24), 24, False),
    ("4:2:0", (33, 30, 9, 7), 24, True), ("4:4:4", (3, 2, 38, 36), 7, False), ("grey", (11, 9, 30, 23), 16, True),
]:
    image = Image.open(io.BytesIO(files[name]))
    cropped = F.resized_crop(image, top, left, height, width, [size, size], F.InterpolationMode.BILINEAR)
    cropped = F.hflip(cropped) if mirrored else cropped
    crops.append({"file": name, "box": [left, top, width, height], "size": size, "mirrored": mirrored, "pixels": pixels(cropped)})
decoded = {name: Image.open(io.BytesIO(data)) for name, data in files.items()}
print(json.dumps({
    "files": [{"name": name, "jpeg": text(data), "width": decoded[name].width, "height": decoded[name].height,
               "pixels": pixels(decoded[name])} for name, data in files.items()],
    "others": [{"name": name, "jpeg": text(data)} for name, data in others.items()],
    "crops": crops,
}, indent=0, separators=(",", ":")))
