"""Writes the expected outputs of BackboneReferenceTest into ../resources/io/github/dmu4j/model/backbones/.

The weights are in no file: both sides make them by the same rule from a tensor's name. torchvision's own modules give the ResNets;
the face networks are written here in plain PyTorch, by the text of the paper and the names of InsightFace's arcface_torch.

Run in this folder: python3 backbones.py
Made with Debian's python3-torch 1.13.1 and python3-torchvision 0.14.1 on 2026-11-26, CPU.
"""

import json
import os
import zlib

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn import functional as F

FOLDER = "../resources/io/github/dmu4j/model/backbones/"
torch.set_num_threads(1)


def uniform(name, length):
    """Numbers in [0, 1), multiples of 2^-24: a hash of the name's CRC-32 and the place, in 32-bit arithmetic."""
    x = np.arange(length, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(zlib.crc32(name.encode()))
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x85EBCA6B)
    x ^= x >> np.uint32(13)
    x *= np.uint32(0xC2B2AE35)
    x ^= x >> np.uint32(16)
    return (x >> np.uint32(8)) * 2.0**-24


def values(name, shape):
    u = uniform(name, int(np.prod(shape)))
    if name.endswith("running_var"):
        v = 0.5 + u
    elif name.endswith(("running_mean", "bias")):
        v = 0.4 * u - 0.2
    elif "prelu" in name:
        v = 0.1 + 0.3 * u
    elif name == "images":
        v = 4 * u - 2
    elif len(shape) == 1:
        v = 0.4 + 0.4 * u  # scales of batch norms
    else:
        v = (2 * u - 1) * np.sqrt(6.0 / np.prod(shape[1:]))  # He uniform by fan-in
    return torch.from_numpy(v.astype(np.float32)).reshape(tuple(shape))


def by_rule(net):
    for name, tensor in net.state_dict().items():
        if not name.endswith("num_batches_tracked"):
            tensor.copy_(values(name, tensor.shape))
    return net


class Pooled(nn.Module):
    """torchvision's trunk, GeM pooling with p = 3, and a linear layer to 16 numbers."""

    def __init__(self, trunk):
        super().__init__()
        self.trunk = trunk
        self.weight = values("embedding.weight", (16, trunk.fc.in_features))
        self.bias = values("embedding.bias", (16,))

    def forward(self, x):
        t = self.trunk
        x = t.maxpool(t.relu(t.bn1(t.conv1(x))))
        x = t.layer4(t.layer3(t.layer2(t.layer1(x))))
        return F.linear(x.clamp(min=1e-6).pow(3).mean((2, 3)).pow(1 / 3), self.weight, self.bias)


class FaceBlock(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inside)
        self.conv1 = nn.Conv2d(inside, outside, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.prelu = nn.PReLU(outside)
        self.conv2 = nn.Conv2d(outside, outside, 3, stride, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outside)
        self.downsample = None
        if stride != 1 or inside != outside:
            self.downsample = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        y = self.bn3(self.conv2(self.prelu(self.bn2(self.conv1(self.bn1(x))))))
        return y + (x if self.downsample is None else self.downsample(x))


class FaceNet(nn.Module):
    def __init__(self, blocks, size, dimension=512):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.prelu = nn.PReLU(64)
        channels = 64
        for stage, (count, width) in enumerate(zip(blocks, (64, 128, 256, 512))):
            layer = []
            for i in range(count):
                layer.append(FaceBlock(channels, width, 2 if i == 0 else 1))
                channels = width
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layer))
        self.bn2 = nn.BatchNorm2d(512)
        self.fc = nn.Linear(512 * (size // 16) ** 2, dimension)
        self.features = nn.BatchNorm1d(dimension)

    def forward(self, x):
        x = self.prelu(self.bn1(self.conv1(x)))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.features(self.fc(self.bn2(x).flatten(1)))


def case(net, size, batch, training=False, statistics=()):
    """Images of growing contrast: the first 16 numbers and the norm of every output; after a training pass also the first 8 running statistics."""
    net.train(training)
    with torch.no_grad():
        contrast = torch.arange(1, batch + 1).reshape(batch, 1, 1, 1) / batch
        out = net(values("images", (batch, 3, size, size)) * contrast)
    state = net.state_dict()
    result = {
        "size": size,
        "batch": batch,
        "training": training,
        "outputs": [[float(v) for v in row[:16]] for row in out],
        "norms": [float(row.double().norm()) for row in out],
        "statistics": {name: [float(v) for v in state[name][:8]] for name in statistics},
    }
    print(size, training, result["outputs"][0][:3], result["norms"])
    return result


def write(name, state, cases):
    tensors = {key: list(tensor.shape) for key, tensor in state.items()}
    with open(f"{FOLDER}{name}.json", "w") as out:
        json.dump({"tensors": tensors, "cases": cases}, out, separators=(",", ":"))
        out.write("\n")


os.makedirs(FOLDER, exist_ok=True)
for name in ("resnet18", "resnet50", "resnet101"):
    trunk = by_rule(getattr(torchvision.models, name)(weights=None))
    net = Pooled(trunk)
    cases = [case(net, 224, 2), case(net, 97, 2)]
    if name == "resnet18":
        seen = [f"trunk.{layer}.running_{s}" for layer in ("bn1", "layer3.0.downsample.1", "layer4.1.bn2") for s in ("mean", "var")]
        cases.append(case(net, 80, 4, True, seen))
        cases[-1]["statistics"] = {key[6:]: v for key, v in cases[-1]["statistics"].items()}
    write(name, trunk.state_dict(), cases)

FACES = {"iresnet18": (2, 2, 2, 2), "iresnet34": (3, 4, 6, 3), "iresnet50": (3, 4, 14, 3), "iresnet100": (3, 13, 30, 3)}
for name, blocks in FACES.items():
    net = by_rule(FaceNet(blocks, 112))
    write(name, net.state_dict(), [case(net, 112, 2)])
net = by_rule(FaceNet(FACES["iresnet18"], 32))
seen = [f"{layer}.running_{s}" for layer in ("bn1", "layer4.1.bn3", "features") for s in ("mean", "var")]
write("iresnet18-32", net.state_dict(), [case(net, 32, 6, True, seen)])
