"""Writes the TorchScript files of TorchScriptEmbedderTest into ../resources/io/github/dmu4j/model/.

Run: python3 torchscript_models.py
Made with Debian's python3-torch 1.13 on 2026-11-25. No random numbers.
"""
import torch

FOLDER = "../resources/io/github/dmu4j/model/"


class Means(torch.nn.Module):
    """The mean of the image, twice it, and the largest pixel: an embedding that can be computed by hand."""

    def __init__(self):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        flat = x.flatten(1)
        return torch.cat([flat.mean(1, keepdim=True) * self.scale, flat.max(1, keepdim=True)[0]], 1)


class Maps(torch.nn.Module):
    """Not an embedding: keeps the image's shape."""

    def forward(self, x):
        return x * 2


torch.jit.script(Means()).save(FOLDER + "means.pt")
torch.jit.script(Maps()).save(FOLDER + "maps.pt")
torch.jit.script(Means().to(torch.bfloat16)).save(FOLDER + "bfloat16.pt")
torch.save(Means().state_dict(), FOLDER + "state_dict.pt")
