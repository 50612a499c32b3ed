"""Writes small landmark data sets in their true formats below src/test/resources/formats/landmark, and truth.json: what they hold.

Run: python3 src/test/python/formats/landmarks.py src/test/resources/formats/landmark
Last run with Python 3.11.2, NumPy 1.24.2, Pillow 9.4.0 on 2026-11-26. Pictures are of one colour (queries of Revisited Oxford: of
four), stored as JPEG; truth.json has the colours.
"""
import csv
import json
import os
import pickle
import random
import sys

import numpy as np
from PIL import Image

out = sys.argv[1]
rng = random.Random(7)
truth = {}


def path(*parts):
    full = os.path.join(out, *parts)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def picture(colour, *parts):
    Image.new("RGB", (20, 16), tuple(colour)).save(path(*parts), quality=95)


def colour():
    return [rng.randrange(256) for _ in range(3)]


def ident():
    return "%016x" % rng.getrandbits(64)


def place(split, i):
    return f"{split}/{i[0]}/{i[1]}/{i[2]}/{i}.jpg"


# ---- GLDv2: landmark ids neither contiguous nor ascending; the highest bit of an id set and not set
train = [(9, [ident() for _ in range(3)]), (3, ["ffffffffffffffff"]), (203094, ["0000000000000000", ident()]), (70, [ident()])]
index = [ident() for _ in range(8)]
test = [ident() for _ in range(6)]
colours = {}
for split, ids in (("train", [i for _, images in train for i in images]), ("index", index), ("test", test)):
    for i in ids:
        colours[i] = colour()
        picture(colours[i], "gldv2", place(split, i))
with open(path("gldv2", "train", "train_clean.csv"), "w", newline="") as f:
    f.write("landmark_id,images\n")
    for landmark, images in train:
        f.write(f"{landmark},{' '.join(images)}\n")
rank = {landmark: label for label, landmark in enumerate(sorted(landmark for landmark, _ in train))}
truth["train"] = {
    "ids": [i for _, images in train for i in images],
    "labels": [rank[landmark] for landmark, images in train for _ in images],
    "classNames": [str(landmark) for landmark in sorted(rank)],
}
for name, folder, ids in (("index.csv", "metadata", index), ("test.csv", "test", test)):
    with open(path("gldv2", folder, name), "w", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(["id"])
        writer.writerows([[i] for i in ids])
absent = ident()
solution = [
    (test[0], [index[3], index[1]], "Private"),
    (test[1], None, "Ignored"),
    (test[2], [index[7]], "Public"),
    (test[3], [index[0], absent, index[5]], "Private"),
    (test[4], None, "Ignored"),
    (test[5], [absent], "Private"),
]
with open(path("gldv2", "test", "retrieval_solution_v2.1.csv"), "w", newline="") as f:
    writer = csv.writer(f, lineterminator="\r\n")
    writer.writerow(["id", "images", "Usage"])
    for i, images, usage in solution:
        writer.writerow([i, " ".join(images) if images else "None", usage])
for usage in ("Private", "Public"):
    truth[usage] = [
        {"id": i, "relevant": [index.index(r) for r in images if r in index]} for i, images, u in solution if u == usage
    ]
truth["index"], truth["test"], truth["colours"] = index, test, colours

# ---- OpenCompatible's lists
labels = {i: rng.randrange(81313) for i in truth["train"]["ids"]}
order = truth["train"]["ids"][::-1]
with open(path("gldv2", "label_81313.txt"), "w") as f:
    for i in order:
        f.write(f"{place('train', i)} {labels[i]}\n")
truth["list"] = {"ids": order, "labels": [labels[i] for i in order]}
with open(path("gldv2", "gldv2_gallery_list.txt"), "w") as f:
    for row, i in enumerate(index):
        f.write(f"{place('index', i)} {row}\n")
private = [(i, [index.index(r) for r in images if r in index]) for i, images, u in solution if u == "Private"]
with open(path("gldv2", "gldv2_private_query_list.txt"), "w") as f:
    for row, (i, _) in enumerate(private):
        f.write(f"{place('test', i)} {row}\n")
with open(path("gldv2", "gldv2_private_query_gt.txt"), "w") as f:
    for row, (i, rows) in enumerate(private):
        if rows:
            f.write(f"{place('test', i)} {row} {','.join(str(r) for r in rows)}\n")

# ---- A submission: one query without a prediction, one image outside of the index, one repeated
predictions = [(test[3], [index[5], absent, index[5]]), (test[0], []), (test[2], [index[6]])]
with open(path("submission.csv"), "w", newline="") as f:
    writer = csv.writer(f, lineterminator="\n")
    writer.writerow(["id", "images"])
    for i, images in predictions:
        writer.writerow([i, " ".join(images)])
truth["submission"] = [[i, images] for i, images in predictions]

# ---- Revisited Oxford and Paris
def revisited(name, gallery, queries, folder, images, numpy_numbers, protocol):
    imlist = [f"{name}_{i:06d}" for i in range(gallery)]
    qimlist = [f"query_{i:06d}" for i in range(queries)]
    gnd, seen = [], {}
    for i in imlist:
        seen[i] = colour()
        picture(seen[i], images, i + ".jpg")
    crops = []
    for q in qimlist:
        whole = np.zeros((16, 20, 3), np.uint8)
        corner = colour()
        whole[8:, 8:] = corner  # whole JPEG blocks, so that colours do not run
        Image.fromarray(whole).save(path(images, q + ".jpg"), quality=95, subsampling=0)
        box = [8.5, 7.5, 19.51, 15.5]  # rounds to 8, 8, 20, 16
        size = Image.fromarray(whole).crop(box).size
        crops.append({"size": list(size), "colour": corner})
        rows = list(range(gallery))
        rng.shuffle(rows)
        parts = [rows[:2], rows[2:3], rows[3:5]]
        if numpy_numbers:
            parts = [np.array(p, dtype=np.int64) for p in parts]
            box = np.array(box)
        gnd.append({"bbx": box, "easy": parts[0], "hard": parts[1], "junk": parts[2]})
    config = {"imlist": imlist, "qimlist": qimlist, "gnd": gnd}
    listed = {
        "imlist": imlist,
        "qimlist": qimlist,
        "gnd": [{k: np.asarray(v).tolist() for k, v in g.items()} for g in gnd],
    }
    truth[folder] = dict(listed, colours=seen, crops=crops)
    if protocol is None:
        with open(path(folder, f"gnd_{name}.json"), "w") as f:
            json.dump(listed, f, indent=1)
    else:
        with open(path(folder, f"gnd_{name}.pkl"), "wb") as f:
            pickle.dump(config, f, protocol)


revisited("roxford5k", 6, 2, "revisitop/datasets/roxford5k", "revisitop/datasets/roxford5k/jpg", False, 2)
revisited("rparis6k", 5, 1, "advbct/ROxfordParis", "advbct/ROxfordParis/rparis6k/jpg", True, 4)
revisited("roxford5k", 5, 1, "twin", "twin/jpg", False, None)

with open(path("truth.json"), "w") as f:
    json.dump(truth, f, indent=1)
