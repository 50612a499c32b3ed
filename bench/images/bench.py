"""Training input from JPEG files, and whole images for embedding, beside torchvision on Pillow: ``./dmu bench images``.

usage: bench.py ROUNDS [JSON FILE]. Both sides read the same 16 files of 500 x 375 pixels and about 56 KB, which this script
makes: noise with the spectrum of photographs (amplitude falling with frequency), coloured more coarsely than it is lit, and a
few edges, at the quality that comes nearest to 56 KB. One thread each; a rate is images by seconds of processor time of the
whole process, so that what a collector or compiler does beside counts.
"""
import io
import pathlib
import sys
import tempfile

try:
    import numpy as np
    import torchvision  # noqa: F401, the peer's
    from PIL import Image, features
except ImportError as missing:
    print(f"not measured: images ({missing.name} is missing; install numpy, Pillow, torch and torchvision, "
          "or name a Python that has them in DMU_PYTHON)")
    raise SystemExit(0)

from pairs import Row, Side, compare, fair_python, java, python

HERE = pathlib.Path(__file__).parent
FILES, WIDTH, HEIGHT, BYTES = 16, 500, 375, 56 * 1024
ROWS = (
    Row("decode, random resized crop 224, mirror, normalise", "images/s of a core", True, goal=1.2, gate=1),
    Row("decode, resize whole to 224, normalise", "images/s of a core", True),
)


def photo(seed):
    random = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(HEIGHT)[:, None], np.fft.rfftfreq(WIDTH)[None, :])
    frequency[0, 0] = 1

    def field(exponent):
        spectrum = (random.normal(size=frequency.shape) + 1j * random.normal(size=frequency.shape)) / frequency**exponent
        spectrum[0, 0] = 0
        values = np.fft.irfft2(spectrum, s=(HEIGHT, WIDTH))
        return values / values.std()

    edges = sum(30 * (field(2) > 0.5) for _ in range(3))
    luma, blue, red = 100 + 40 * field(1.1) + edges, 12 * field(1.4), 15 * field(1.4)
    rgb = np.stack([luma + 1.402 * red, luma - 0.344 * blue - 0.714 * red, luma + 1.772 * blue], -1)
    return Image.fromarray(np.clip(rgb, 0, 255).astype(np.uint8))


def jpeg(image):
    """The file nearest to the size that is wanted."""
    files = []
    for quality in range(50, 98):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality)
        files.append(out.getvalue())
    return min(files, key=lambda data: abs(len(data) - BYTES))


def main(rounds, json_file):
    with tempfile.TemporaryDirectory(prefix="dmu4j-bench") as folder:
        sizes = []
        for seed in range(FILES):
            data = jpeg(photo(seed))
            sizes.append(len(data))
            (pathlib.Path(folder) / f"{seed:02}.jpg").write_bytes(data)
        turbo = features.version("libjpeg_turbo") or "none"
        compare(
            "images", ROWS, Side(java("TrainingInput", folder)),
            Side(python(str(HERE / "peer.py"), folder), fair_python(1)), rounds, json_file,
            f"files of {min(sizes) / 1024:.0f} to {max(sizes) / 1024:.0f} KB; the peer's libjpeg-turbo: {turbo}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
