"""The other side of bench.py: the same mathematics in plain PyTorch, as one writes it there."""
import os
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

import pairs

SIDE, CLASSES, BATCH, IMAGES, PAIRS, DIMENSION = 64, 1_000, 32, 2_048, 200_000, 512
SCALE, MARGIN = 30.0, 0.3


class Block(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.shortcut = None
        if stride != 1 or inputs != width:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        around = x if self.shortcut is None else self.shortcut(x)
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.bn2(self.conv2(x))
        x += around
        return self.relu(x)


class ResNet18(nn.Module):
    """torchvision's, with GeM pooling (p = 3), a linear layer and a batch norm."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1))
        widths = (64, 128, 256, 512)
        blocks = []
        for stage, width in enumerate(widths):
            inputs = widths[max(0, stage - 1)]
            blocks += [Block(inputs, width, 1 if stage == 0 else 2), Block(width, width, 1)]
        self.blocks = nn.Sequential(*blocks)
        self.embedding = nn.Linear(512, DIMENSION)
        self.neck = nn.BatchNorm1d(DIMENSION)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x):
        x = self.blocks(self.stem(x)).clamp(min=1e-6)
        pooled = (x * x * x).mean((2, 3)).pow(1 / 3)
        return self.neck(self.embedding(pooled))


class Images:
    """Decoded pixels; a batch is converted and normalised when it is asked for."""

    def __init__(self):
        self.pixels = torch.randint(0, 256, (IMAGES, 3, SIDE, SIDE), dtype=torch.uint8)
        self.labels = torch.arange(IMAGES) % CLASSES
        deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
        self.factor = 1 / (255 * deviation)
        self.shift = -torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1) / deviation

    def batch(self, indices):
        return self.pixels[indices].float().mul_(self.factor).add_(self.shift), self.labels[indices]


def arcface(cosines, labels):
    own = cosines.gather(1, labels[:, None])
    c = own.clamp(-1 + 1e-7, 1 - 1e-7)
    moved = c * torch.cos(torch.tensor(MARGIN)) - (1 - c * c).sqrt() * torch.sin(torch.tensor(MARGIN))
    fallback = own - MARGIN * torch.sin(torch.tensor(torch.pi - MARGIN))
    moved = torch.where(own <= torch.cos(torch.tensor(torch.pi - MARGIN)), fallback, moved)
    return F.cross_entropy(SCALE * cosines.scatter(1, labels[:, None], moved), labels)


def groups(modules):
    """Weights of convolutions and linear layers decay, the rest does not."""
    parameters = [p for module in modules for p in (module.parameters() if isinstance(module, nn.Module) else [module])]
    return [{"params": [p for p in parameters if p.dim() > 1], "weight_decay": 5e-4},
            {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0}]


class Training:
    """ArcFace and BCT by prototypes of cached old features; with the old net in the loop, also a pull towards its features."""

    def __init__(self, images, old_in_loop):
        self.images = images
        self.net = ResNet18().train()
        self.weight = nn.Parameter(torch.empty(CLASSES, DIMENSION))
        nn.init.xavier_uniform_(self.weight)
        self.prototypes = F.normalize(torch.randn(CLASSES, DIMENSION))
        self.old = ResNet18().eval().requires_grad_(False) if old_in_loop else None
        self.optimizer = torch.optim.SGD(groups([self.net, self.weight]), lr=0.01, momentum=0.9, foreach=True)
        self.order = torch.randperm(IMAGES)
        self.at = 0

    def step(self):
        if self.at + BATCH > IMAGES:
            self.order, self.at = torch.randperm(IMAGES), 0
        x, labels = self.images.batch(self.order[self.at:self.at + BATCH])
        self.at += BATCH
        embeddings = self.net(x)
        normalised = F.normalize(embeddings)
        terms = [arcface(F.linear(normalised, F.normalize(self.weight)), labels),
                 F.cross_entropy(SCALE * F.linear(normalised, self.prototypes), labels)]
        if self.old is not None:
            with torch.no_grad():
                old = F.normalize(self.old(x))
            terms.append((normalised - old).square().mean())
        self.optimizer.zero_grad(set_to_none=True)
        sum(terms).backward()
        self.optimizer.step()
        return [term.item() for term in terms]

    def images_per_second(self, skipped, counted):
        return BATCH * steps_per_second(self.step, skipped, counted)


class UpgradeModule:
    """A residual network of one hidden layer on cached pairs: mean 1 - cos to the new vector, times 10."""

    def __init__(self, old, new, hidden):
        self.old, self.new = old, new
        self.net = nn.Sequential(nn.Linear(DIMENSION, hidden), nn.BatchNorm1d(hidden), nn.ReLU(inplace=True), nn.Linear(hidden, DIMENSION))
        nn.init.zeros_(self.net[3].weight)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4, foreach=True)
        self.order = torch.randperm(PAIRS)
        self.at = 0

    def step(self):
        if self.at + 512 > PAIRS:
            self.order, self.at = torch.randperm(PAIRS), 0
        rows = self.order[self.at:self.at + 512]
        self.at += 512
        old, new = self.old[rows], self.new[rows]
        adapted = F.normalize(self.net(old) + old)
        loss = 10 * (1 - (adapted * new).sum(1)).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return loss.item()


def steps_per_second(step, skipped, counted):
    for _ in range(skipped):
        step()
    start = time.perf_counter()
    for _ in range(counted):
        step()
    return counted / (time.perf_counter() - start)


def embedding(net, images, batch):
    start = time.perf_counter()
    with torch.no_grad():
        for at in range(0, IMAGES // 2, batch):
            net(images.batch(slice(at, at + batch))[0]).numpy()
    return IMAGES / 2 / (time.perf_counter() - start)


def main(threads):
    torch.set_num_threads(threads)
    images = Images()
    lazy = {}

    def made(name, make):
        return lazy[name] if name in lazy else lazy.setdefault(name, make())

    def vectors(seed):
        return made(seed, lambda: F.normalize(torch.rand(PAIRS, DIMENSION) - 0.5))

    def module(hidden):
        return made(f"module {hidden}", lambda: UpgradeModule(vectors(1), vectors(2), hidden))

    pairs.answer(
        {
            "torch": torch.__version__,
            "threads": torch.get_num_threads(),
            "capability": os.environ.get("ATEN_CPU_CAPABILITY", "default"),
            "blas": os.path.basename(os.path.dirname(os.path.realpath("/etc/alternatives/libblas.so.3-x86_64-linux-gnu"))),
        },
        {
            "training step": lambda: made("cached", lambda: Training(images, False)).images_per_second(3, 20),
            "training step, old net in the loop": lambda: made("looped", lambda: Training(images, True)).images_per_second(3, 15),
            "embedding": lambda: embedding(made("net", lambda: ResNet18().eval()), images, int(os.environ.get("PEER_BATCH", "32"))),
            "upgrade module, hidden 512": lambda: steps_per_second(module(512).step, 5, 150),
            "upgrade module, hidden 2048": lambda: steps_per_second(module(2048).step, 5, 50),
        })


main(int(sys.argv[1]))
