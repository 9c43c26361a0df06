# SPDX-License-Identifier: Apache-2.0
"""The files that the rules of this folder read. Without git, so that they also hold for a tarball."""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CODE = ("src", "include", "train", "bench", "test/unit", "test/fuzz", "test/fault")
PROSE = ("doc", "man", "example", "script", "test", "lexicon", ".ci")
# Reports are data: what they say and how they are laid out is their writers'.
DATA = ("test/gold", "test/fuzz/corpus", "train/reports", "example")


def walk(folders, endings, skip=()):
    """Paths relative to the root, sorted, that end so."""
    found = []
    for folder in folders:
        for path, names, files in os.walk(os.path.join(ROOT, folder)):
            here = os.path.relpath(path, ROOT)
            if here.startswith(tuple(skip)) or "__pycache__" in here:
                names[:] = []
                continue
            found += [os.path.join(here, f) for f in files if f.endswith(endings)]
    return sorted(set(found))


def code():
    return walk(CODE, (".c", ".h"))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8", newline="") as file:
        return file.read()


def report(rule, faults):
    """Prints one TAP line for the rule and gives its exit status."""
    for fault in faults:
        print("# " + fault)
    print(("not ok " if faults else "ok ") + rule)
    sys.exit(1 if faults else 0)


def without_comments(text):
    """C with comments and string contents blanked, line by line as before."""
    out, i, n = [], 0, len(text)
    while i < n:
        c, pair = text[i], text[i:i + 2]
        if pair == "//":
            end = text.find("\n", i)
            i = n if end < 0 else end
        elif pair == "/*":
            end = text.find("*/", i + 2)
            end = n if end < 0 else end + 2
            out.append("\n" * text.count("\n", i, end) or " ")
            i = end
        elif c in "\"'":
            end = i + 1
            while end < n and text[end] != c and text[end] != "\n":
                end += 2 if text[end] == "\\" else 1
            out.append(c + c)
            i = end + 1
        else:
            out.append(c)
            i += 1
    return "".join(out)
