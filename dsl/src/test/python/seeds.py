"""Expected values of SeedsTest: SplitMix64's finaliser in Python's own integers.

Written from the published algorithm (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014; the
finaliser is Stafford's variant 13), not from the Java code. Check of the mixer itself: the first outputs of SplitMix64 seeded
with 0, as published with xoshiro's reference code, are 0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f.

Run: python3 seeds.py (Python 3.11.7, 2026-11-25)
"""

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    z = (z + GAMMA) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def derive(root, purpose, *path):
    state = mix(root & MASK)
    for c in purpose:
        state = mix(state ^ ord(c))
    for part in path:
        state = mix(state ^ mix(part & MASK))
    return state - (1 << 64) if state >> 63 else state


assert [mix((i * GAMMA) & MASK) for i in range(3)] == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]

for arguments in [(0, ""), (7, "init"), (7, "augment", 0, 0), (7, "augment", 3, 41), (-1, "kmeans"), (2**62, "é", -5)]:
    print(arguments, derive(*arguments))
