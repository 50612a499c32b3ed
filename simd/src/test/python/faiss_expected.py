"""Top k of 100 random cases by faiss, for FaissEqualityTest: python3 faiss_expected.py > ../resources/io/github/dmu4j/simd/faiss.json

Written on 2026-11-26 with Debian 12's python3-faiss 1.7.3 and python3-numpy 1.24.2. Vectors are made by an integer rule which the test
repeats. Their values are whole numbers from -3 to 3, so that inner products and squared distances are exact in float32, and ties are
frequent. Faiss leaves the order of ties open; what is written per query is the k scores, and the indices whose score is above the
k-th, ascending. Cosines are inner products of rows that numpy normalised in float64 and rounded; for these only the scores.
"""
import json

import faiss
import numpy as np

CASES = 100


class Rule:
    """The next number of a linear congruential generator modulo 2^31; its upper bits are used."""

    def __init__(self, seed):
        self.state = seed

    def next(self, below):
        self.state = (self.state * 1103515245 + 12345) % 2**31
        return (self.state >> 16) % below

    def matrix(self, rows, columns):
        """No row is zero: a one is put in its first column."""
        values = np.array([self.next(7) - 3 for _ in range(rows * columns)], dtype=np.float32).reshape(rows, columns)
        values[~values.any(axis=1), 0] = 1
        return values


def case(number):
    rule = Rule(number)
    d, n, m = 1 + rule.next(70), 33 + rule.next(700), 1 + rule.next(40)
    k = 1 + rule.next(n // 32) if number % 5 else 1 + rule.next(40) % n
    gallery, queries = rule.matrix(n, d), rule.matrix(m, d)
    similarity = ("INNER_PRODUCT", "EUCLIDEAN", "COSINE")[number % 3]
    if similarity == "COSINE":
        gallery, queries = normalised(gallery), normalised(queries)
    index = faiss.IndexFlatL2(d) if similarity == "EUCLIDEAN" else faiss.IndexFlatIP(d)
    index.add(gallery)
    distances, found = index.search(queries, k)
    scores = -distances if similarity == "EUCLIDEAN" else distances
    result = {"similarity": similarity, "d": d, "n": n, "m": m, "k": k, "queries": []}
    for q in sorted({0, m // 2, m - 1}):
        entry = {"q": q, "scores": [number_of(s) for s in scores[q]]}
        if similarity != "COSINE":
            entry["above"] = sorted(int(i) for i, s in zip(found[q], scores[q]) if s > scores[q][-1])
        result["queries"].append(entry)
    return result


def normalised(rows):
    wide = rows.astype(np.float64)
    return (wide / np.sqrt((wide * wide).sum(axis=1, keepdims=True))).astype(np.float32)


def number_of(score):
    return int(score) if score == int(score) else round(float(score), 7)


if __name__ == "__main__":
    print("[" + ",\n".join(json.dumps(case(number), separators=(",", ":")) for number in range(CASES)) + "]")
