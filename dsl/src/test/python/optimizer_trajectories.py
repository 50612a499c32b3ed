"""Writes the trajectories that OptimizerTest compares with: torch.optim on fixed gradients.

Run: python3 optimizer_trajectories.py > ../resources/io/github/dmu4j/model/optimizer_trajectories.json
Made with Debian's python3-torch 1.13.0a0 on 2026-11-26. No random numbers.
Gradient of the loss sum(c * w^2) / 2 with respect to w is c * w; the second parameter has no weight decay.
"""
import json
import torch

START = {"a.weight": [[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]], "a.bias": [0.3, -0.6]}
CURVATURE = {"a.weight": [[1.0, 2.0, 0.5], [3.0, 0.1, 1.5]], "a.bias": [0.7, 4.0]}
RATES = [0.01, 0.1, 0.1, 0.05, 0.02, 0.001]


def run(make, decay, clip=0.0):
    w = {k: torch.tensor(v, requires_grad=True) for k, v in START.items()}
    c = {k: torch.tensor(v) for k, v in CURVATURE.items()}
    optimizer = make([{"params": [w["a.weight"]], "weight_decay": decay}, {"params": [w["a.bias"]], "weight_decay": 0.0}])
    out, states = [], []
    for rate in RATES:
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        sum((c[k] * w[k] ** 2).sum() / 2 for k in w).backward()
        if clip:
            torch.nn.utils.clip_grad_norm_(list(w.values()), clip)
        optimizer.step()
        out.append({k: w[k].detach().reshape(-1).tolist() for k in w})
        states.append({
            f"{k}/{SLOTS[slot]}": value.reshape(-1).tolist()
            for k in w for slot, value in optimizer.state[w[k]].items() if slot in SLOTS and value is not None})
    return out, states


SLOTS = {"momentum_buffer": "momentum", "exp_avg": "mean", "exp_avg_sq": "square"}


runs = {
    "sgd": run(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), 0.01),
    "sgd-plain": run(lambda p: torch.optim.SGD(p, lr=0.1), 0.01),
    "sgd-nesterov": run(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True), 0.01),
    "sgd-clipped": run(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), 0.01, clip=1.0),
    "adam": run(lambda p: torch.optim.Adam(p, lr=0.1), 0.01),
    "adamw": run(lambda p: torch.optim.AdamW(p, lr=0.1), 0.01),
}
result = {"torch": torch.__version__, "start": START, "curvature": CURVATURE, "rates": RATES}
result |= {name: weights for name, (weights, _) in runs.items()}
result["state"] = {name: states for name, (_, states) in runs.items()}
print(json.dumps(result, indent=1))
