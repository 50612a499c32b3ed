"""Writes resources/formats/face: RecordIO sets, IJB meta files, LFW pairs and aligned faces, from the text of the formats.

Nothing of dmu4j and nothing of MXNet or scikit-image is used: records are packed with struct, the similarity transform is
Umeyama's singular value decomposition, the warp is a bilinear one in double precision. Pictures are drawn here.

Run from src/test: python3 python/formats/face.py (Python 3.11.2, NumPy 1.24.2, Pillow 9.4.0, 2026-11-26)
"""

import io
import json
import math
import os
import struct

import numpy as np
from PIL import Image, ImageDraw

OUT = "resources/formats/face"
MAGIC = 0xCED7230A
TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


def picture(seed, width, height):
    """A smooth ground with two eyes, a nose and a mouth."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    planes = [np.clip(60 + 40 * c + x * random.uniform(0.2, 1.2) + y * random.uniform(0.2, 1.2), 0, 255) for c in range(3)]
    image = Image.fromarray(np.stack(planes, -1).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for cx, cy in ((0.33, 0.45), (0.66, 0.45)):
        draw.ellipse([cx * width - 5, cy * height - 3, cx * width + 5, cy * height + 3], fill=(20, 20, 60 + seed * 20 % 190))
    draw.line([0.5 * width, 0.5 * height, 0.52 * width, 0.65 * height], fill=(200, 40, 40), width=2)
    draw.arc([0.35 * width, 0.65 * height, 0.65 * width, 0.85 * height], 10, 170, fill=(150, 0, 30), width=3)
    return image


def jpeg(image, comment=None):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    data = buffer.getvalue()
    if comment is not None:
        data = data[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + data[2:]
    return data


# ---------------------------------------------------------------- RecordIO


def record(payload):
    """One record: split where the payload has the magic number at a multiple of 4."""
    magic = struct.pack("<I", MAGIC)
    cuts = [i for i in range(0, len(payload) - 3, 4) if payload[i : i + 4] == magic]
    pieces, start = [], 0
    for cut in cuts:
        pieces.append(payload[start:cut])
        start = cut + 4
    pieces.append(payload[start:])
    out = b""
    for number, piece in enumerate(pieces):
        flag = 0 if len(pieces) == 1 else 1 if number == 0 else 3 if number == len(pieces) - 1 else 2
        out += struct.pack("<II", MAGIC, flag << 29 | len(piece)) + piece + b"\0" * (-len(piece) % 4)
    return out


def header(labels, identifier, as_array):
    if as_array:
        return struct.pack("<IfQQ", len(labels), 0.0, identifier, 0) + struct.pack("<%df" % len(labels), *labels)
    return struct.pack("<IfQQ", 0, labels[0], identifier, 0)


def write_set(name, payloads, prop):
    folder = os.path.join(OUT, name)
    os.makedirs(folder, exist_ok=True)
    offset = 0
    with open(os.path.join(folder, "train.rec"), "wb") as rec, open(os.path.join(folder, "train.idx"), "w") as idx:
        for key, payload in enumerate(payloads):
            data = record(payload)
            rec.write(data)
            idx.write("%d\t%d\n" % (key, offset))
            offset += len(data)
    with open(os.path.join(folder, "property"), "w") as out:
        out.write(prop)


def record_sets():
    labels = [0, 0, 1, 2, 2, 2]
    magic = struct.pack("<I", MAGIC)
    images = [jpeg(picture(i, 112, 112)) for i in range(6)]
    images[2] = jpeg(picture(2, 112, 112), b"ab" + magic + magic + b"cdef" + magic + b"xy")  # 24 + 2 + 4 + 2 = 32: aligned
    payloads = []
    for i, (label, image) in enumerate(zip(labels, images)):
        kind = i % 3
        identifier = MAGIC if i == 4 else i + 1  # the magic number inside of a header
        head = header([label], identifier, False) if kind != 1 else header([label, 7.5], identifier, True)
        payloads.append(head + image)
    assert payloads[2].count(magic) == 3
    ranges = [(1, 3), (3, 4), (4, 7)]
    identities = [header([a, b], 100 + i, True) for i, (a, b) in enumerate(ranges)]
    write_set("recordio", [header([7, 10], 0, True)] + payloads + identities, "3,112,112\n")
    write_set("recordio-resplit", [header([7, 3], 0, True)] + payloads, "93431,112,112")
    write_set("recordio-plain", payloads, "3,112,112")
    with open(os.path.join(OUT, "recordio.json"), "w") as out:
        json.dump({"labels": labels, "images": [image.hex() for image in images]}, out)


# ---------------------------------------------------------------- alignment


def umeyama(source, target):
    """Umeyama 1991, equations 34 to 43: similarity by singular value decomposition, as scikit-image has it."""
    n, d = source.shape
    source_mean, target_mean = source.mean(0), target.mean(0)
    a, b = source - source_mean, target - target_mean
    covariance = b.T @ a / n
    sign = np.ones(d)
    if np.linalg.det(covariance) < 0:
        sign[-1] = -1
    u, s, vt = np.linalg.svd(covariance)
    rotation = u @ np.diag(sign) @ vt
    scale = (s * sign).sum() / a.var(0).sum()
    return np.hstack([scale * rotation, (target_mean - scale * rotation @ source_mean)[:, None]])


def warp(pixels, matrix, side=112):
    """Bilinear, zero outside, rounded half up; pixel centres are whole numbers."""
    inverse = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))
    height, width, channels = pixels.shape
    out = np.zeros((side, side, channels), np.uint8)

    def at(y, x):
        return pixels[y, x].astype(float) if 0 <= y < height and 0 <= x < width else np.zeros(channels)

    for v in range(side):
        for u in range(side):
            x, y, _ = inverse @ [u, v, 1]
            left, top = math.floor(x), math.floor(y)
            p, q = x - left, y - top
            value = (1 - q) * ((1 - p) * at(top, left) + p * at(top, left + 1))
            value += q * ((1 - p) * at(top + 1, left) + p * at(top + 1, left + 1))
            out[v, u] = np.floor(value + 0.5)
    return out


def points_of(width, height, angle=0.0, mirrored=False, shift=(0, 0), noise=None):
    points = (TEMPLATE - 56) * np.array([width / 112, height / 112])
    if mirrored:
        points[:, 0] *= -1
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    points = points @ turn.T + np.array([width / 2, height / 2]) + shift
    if noise is not None:
        points += noise.uniform(-2, 2, points.shape)
    return np.round(points, 3)


def alignments():
    folder = os.path.join(OUT, "align")
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(5)
    cases = [
        ("upright", 3, points_of(90, 70, noise=random)),
        ("turned", 3, points_of(90, 70, angle=0.6, noise=random)),
        ("mirrored", 3, points_of(90, 70, mirrored=True, noise=random)),
        ("outside", 1, points_of(90, 70, angle=-2.5, shift=(30, -20), noise=random)),
    ]
    expected = []
    for i, (name, channels, points) in enumerate(cases):
        image = picture(20 + i, 90, 70)
        if channels == 1:
            image = image.convert("L")
        image.save(os.path.join(folder, name + ".png"))
        matrix = umeyama(points, TEMPLATE)
        pixels = np.asarray(image).reshape(70, 90, channels)
        np.save(os.path.join(folder, name + ".npy"), warp(pixels, matrix).reshape(112, 112 * channels))
        expected.append({"name": name, "points": points.ravel().tolist(), "matrix": matrix.ravel().tolist()})
    with open(os.path.join(folder, "expected.json"), "w") as out:
        json.dump(expected, out)


# ---------------------------------------------------------------- IJB


def ijb():
    folder = os.path.join(OUT, "ijbc")
    os.makedirs(os.path.join(folder, "meta"), exist_ok=True)
    os.makedirs(os.path.join(folder, "loose_crop"), exist_ok=True)
    random = np.random.default_rng(9)
    template = [11, 11, 11, 7, 30, 30, 2]
    media = [100, 100, 101, 102, 103, 103, 104]
    scores = [0.99, 0.5, 0.875, 1.0, 0.123456, 0.75, 0.25]
    names = ["%d.jpg" % (i + 1) for i in range(7)]
    points = [points_of(60, 64, angle=0.1 * i, noise=random) for i in range(7)]
    aligned = []
    for i in range(2):
        data = jpeg(picture(40 + i, 60, 64))
        with open(os.path.join(folder, "loose_crop", names[i]), "wb") as out:
            out.write(data)
        pixels = np.asarray(Image.open(io.BytesIO(data)))
        aligned.append(warp(pixels, umeyama(points[i], TEMPLATE)))
    np.save(os.path.join(OUT, "ijbc-aligned.npy"), np.stack(aligned).reshape(2, -1))

    def write(name, lines):
        with open(os.path.join(folder, "meta", "ijbc_" + name), "w") as out:
            out.write("".join(line + "\n" for line in lines))

    write("face_tid_mid.txt", ["%s %d %d" % row for row in zip(names, template, media)])
    write(
        "name_5pts_score.txt",
        ["%s %s %s" % (n, " ".join("%.3f" % v for v in p.ravel()), s) for n, p, s in zip(names, points, scores)],
    )
    pairs = [(11, 7, 1), (2, 30, 0), (30, 7, 0), (11, 11, 1), (2, 7, 0)]
    write("template_pair_label.txt", ["%d %d %d" % pair for pair in pairs])
    write("1N_gallery_G1.csv", ["TEMPLATE_ID,SUBJECT_ID,FILENAME", "11,500,img/a.jpg", "11,500,img/b.jpg", "2,7,x.jpg"])
    write("1N_gallery_G2.csv", ["TEMPLATE_ID,SUBJECT_ID,FILENAME", "30,9,c.jpg"])
    write("1N_probe_mixed.csv", ["TEMPLATE_ID,SUBJECT_ID,FILENAME,X", "30,9,c.jpg,1", "7,500,d.jpg,2", "2,7,e.jpg,3"])
    with open(os.path.join(OUT, "ijbc.json"), "w") as out:
        json.dump(
            {
                "names": names,
                "template": template,
                "media": media,
                "scores": scores,
                "points": [p.ravel().tolist() for p in points],
                "pairs": pairs,
            },
            out,
        )


# ---------------------------------------------------------------- LFW


def lfw():
    folder = os.path.join(OUT, "lfw")
    os.makedirs(os.path.join(folder, "images", "Ada_Lovelace"), exist_ok=True)
    picture(60, 40, 40).save(os.path.join(folder, "images", "Ada_Lovelace", "Ada_Lovelace_0001.jpg"), quality=90)
    with open(os.path.join(folder, "pairs.txt"), "w") as out:
        out.write("2\t2\n")
        for fold in range(2):
            out.write("Ada_Lovelace\t1\t%d\n" % (2 + fold))
            out.write("Grace_Hopper\t3\t12\n")
            out.write("Ada_Lovelace\t1\tGrace_Hopper\t%d\n" % (3 + fold))
            out.write("Grace_Hopper\t12\tEmmy_Noether\t1\n")


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    record_sets()
    alignments()
    ijb()
    lfw()
