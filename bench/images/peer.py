"""The peer of ``bench.py``: torchvision's transforms of Pillow images, as its ImageNet recipe has them."""
import pathlib
import sys
import time

import PIL
import torch
import torchvision
from PIL import Image
from torchvision import transforms

from pairs import answer

PASSES = 40
files = sorted(pathlib.Path(sys.argv[1]).iterdir())
to_input = [transforms.ToTensor(), transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]
training = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), *to_input])
whole = transforms.Compose([transforms.Resize((224, 224)), *to_input])


def load(file):
    with open(file, "rb") as data:
        return Image.open(data).convert("RGB")


def rate(transform):
    start = time.process_time()
    for _ in range(PASSES):
        for file in files:
            transform(load(file))
    return PASSES * len(files) / (time.process_time() - start)


torch.set_num_threads(1)
answer(
    {"torchvision": torchvision.__version__, "Pillow": PIL.__version__, "torch": torch.__version__, "threads": 1},
    {"decode, random resized crop 224, mirror, normalise": lambda: rate(training),
     "decode, resize whole to 224, normalise": lambda: rate(whole)})
