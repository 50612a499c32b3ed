"""Writes the ONNX files of OnnxEmbedderTest, and what they should give, into ../resources/io/github/dmu4j/model/onnx/.

Run in this folder: python3 onnx_models.py
Made with Debian's python3-torch 1.13.1 and python3-onnx 1.12.0 on 2026-11-26. No random numbers.
"""

import json
import os

import onnx
import torch
from torch import nn

FOLDER = "../resources/io/github/dmu4j/model/onnx/"
os.makedirs(FOLDER, exist_ok=True)


class Tiny(nn.Module):
    """8 x 8 grey images to three numbers, by a convolution and a linear layer."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, 2, 1)
        self.fc = nn.Linear(64, 3)
        for k, p in enumerate(self.parameters()):
            p.data = torch.sin(torch.arange(p.numel()) * 1.7 + k).reshape(p.shape) / 2

    def forward(self, x):
        return self.fc(torch.relu(self.conv(x)).flatten(1))


class Maps(nn.Module):
    """Not an embedding: keeps the image's shape."""

    def forward(self, x):
        return x * 2


class Two(nn.Module):
    """Not an embedding: two results."""

    def forward(self, x):
        return x.mean((2, 3)), x.amax((2, 3))


class Last(nn.Module):
    """Channels last."""

    def forward(self, x):
        return x.mean((1, 2))


def export(model, name, batch, shape=(1, 8, 8), dynamic=False, dtype=torch.float32):
    torch.onnx.export(
        model.eval(),
        torch.zeros((batch,) + shape, dtype=dtype),
        FOLDER + name,
        input_names=["images"],
        dynamic_axes={"images": {0: "n"}} if dynamic else None,
    )


export(Tiny(), "any-batch.onnx", 2, dynamic=True)
export(Tiny(), "batch-of-4.onnx", 4)
export(Maps(), "maps.onnx", 2, dynamic=True)
export(Two(), "two.onnx", 2, dynamic=True)
export(Last(), "last.onnx", 2, (8, 8, 3), dynamic=True)
export(Maps(), "double.onnx", 2, dynamic=True, dtype=torch.float64)
export(Maps(), "flat.onnx", 2, (64,), dynamic=True)

beside = onnx.load(FOLDER + "any-batch.onnx")
onnx.save_model(
    beside, FOLDER + "beside.onnx", save_as_external_data=True, location="beside.onnx.data", size_threshold=0
)

# Pixel (x, y) of image i, 0..255.
i, y, x = torch.meshgrid(torch.arange(7), torch.arange(8), torch.arange(8), indexing="ij")
images = (((17 * i + 5 * x + 3 * y * y) % 256).float() / 255)[:, None]
with torch.no_grad():
    expected = [[float(v) for v in row] for row in Tiny()(images)]
with open(FOLDER + "expected.json", "w") as out:
    json.dump(expected, out, indent=1)
    out.write("\n")
