"""Writes the pickles that only Python 2 writes; see pickles.py, which runs first.

NumPy's arrays are written by stand-ins with NumPy 1.16's __reduce__: its names and states, with bytes as Python 2's str.
"""
import cPickle
import json
import pickle
import sys
import types

out = sys.argv[1] + "/"


def module(name):
    made = types.ModuleType(name)
    sys.modules[name] = made
    return made


numpy = module("numpy")
numpy.core = module("numpy.core")
numpy.core.multiarray = module("numpy.core.multiarray")


class dtype(object):
    __module__ = "numpy"

    def __init__(self, name, order):
        self.name, self.order = name, order

    def __reduce__(self):
        return dtype, (self.name, 0, 1), (3, self.order, None, None, None, -1, -1, 0)


class ndarray(object):
    __module__ = "numpy"

    def __init__(self, shape, kind, data):
        self.state = (1, shape, kind, False, data)

    def __reduce__(self):
        return _reconstruct, (ndarray, (0,), "b"), self.state


def _reconstruct(*arguments):
    raise NotImplementedError


_reconstruct.__module__ = "numpy.core.multiarray"
numpy.dtype, numpy.ndarray, numpy.core.multiarray._reconstruct = dtype, ndarray, _reconstruct

value = {
    "whole": [0, 1, -1, 2**31 - 1, 2**62, 2L**70],
    "str": "all bytes " + "".join(chr(i) for i in range(256)),
    "quotes": ["it's", 'say "it\'s"', "tab\t\\ \n\r", "", "y" * 300],
    u"unicode": [u"\u00e9t\u00e9 \u20ac \U0001f600", u"back\\slash\n"],
    "truths": (True, False, None),
    "floats": [0.1, -2.5, float("-inf")],
    "array": ndarray((2, 2), dtype("f8", "<"), "\x00\x00\x00\x00\x00\x00\xf8?" * 2 + "\x00\x00\x00\x00\x00\x00\xf0\xbf" * 2),
    "big": ndarray((2,), dtype("i4", ">"), "\x00\x00\x01\x00\xff\xff\xff\xff"),
}


def plain(v):
    if v is None or isinstance(v, (bool, unicode)):
        return v
    if isinstance(v, str):
        return v.decode("latin1")
    if isinstance(v, (int, long)):
        return {"int": str(v)}
    if isinstance(v, float):
        return {"float": repr(v)}
    if isinstance(v, dict):
        return {"dict": [[plain(k), plain(w)] for k, w in v.items()]}
    return {"list": [plain(w) for w in v]}


expected = dict((k, plain(v)) for k, v in value.items() if not isinstance(v, ndarray))
expected["array"] = {"shape": [2, 2], "array": [{"float": f} for f in ["1.5", "1.5", "-1.0", "-1.0"]]}
expected["big"] = {"shape": [2], "array": [{"int": "256"}, {"int": "-1"}]}
with open(out + "python2.json", "w") as f:
    json.dump({"dict": [[plain(k), expected[k]] for k in value]}, f)
for protocol in (0, 1, 2):
    with open(out + "python2-%d.pkl" % protocol, "wb") as f:
        f.write(cPickle.dumps(value, protocol))
with open(out + "python2-pickle-2.pkl", "wb") as f:
    f.write(pickle.dumps(value, 2))

images = [open(out + "image-%d.jpg" % i, "rb").read() for i in range(6)]
for protocol in (0, 1, 2):
    with open(out + "pairs-python2-%d.bin" % protocol, "wb") as f:
        f.write(cPickle.dumps((images, [True, False, True]), protocol))
