"""The Merkle tree of RFC 6962 over hashes that are kept elsewhere: O(log n) of them for a root or a proof.

A node (level, index) is the hash of the complete subtree over the leaves [index·2^level, (index+1)·2^level).
Source: RFC 6962 §2.1 (hashing, audit paths), as architecture.md asks of the audit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

Node = tuple[int, int]
Lookup = Callable[[Iterable[Node]], dict[Node, bytes]]
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """SHA-256 of 0x00 and the content. Source: RFC 6962 §2.1."""
    return hashlib.sha256(b"\x00" + content).digest()


def parent(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both children. Source: RFC 6962 §2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def peaks(start: int, stop: int) -> list[Node]:
    """The complete subtrees that make up the leaves [start, stop), left to right. `start` must be aligned to them."""
    found: list[Node] = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        found.append((level, start >> level))
        start += 1 << level
    return found


def grow(
    size: int, frontier: Sequence[bytes], leaves: Sequence[bytes]
) -> tuple[dict[Node, bytes], list[bytes]]:
    """(nodes that become complete, new frontier) when `leaves` follow the first `size` ones.

    Shapes: `frontier` holds the hashes of `peaks(0, size)`. Nodes include the leaves themselves, at level 0.
    """
    made: dict[Node, bytes] = {}
    stack = list(frontier)
    for index, leaf in enumerate(leaves, start=size):
        made[(0, index)] = leaf
        stack.append(leaf)
        level, position = 0, index
        while position & 1:
            right, left = stack.pop(), stack.pop()
            level, position = level + 1, position >> 1
            made[(level, position)] = parent(left, right)
            stack.append(made[(level, position)])
    return made, stack


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over the hashes of `peaks`, left to right; of none, the hash of nothing. Source: RFC 6962 §2.1."""
    if not hashes:
        return EMPTY
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = parent(left, root)
    return root


def audit_path(index: int, size: int, look: Lookup) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves. Source: RFC 6962 §2.1.1.

    Raises: ValueError when the leaf is not among them.
    """
    if not 0 <= index < size:
        raise ValueError("the leaf is not in a tree of this size")
    siblings = _siblings(index, 0, size)
    known = look([node for start, stop in siblings for node in peaks(start, stop)])
    return [folded([known[node] for node in peaks(start, stop)]) for start, stop in siblings]


def _siblings(index: int, start: int, stop: int) -> list[tuple[int, int]]:
    """Leaf ranges whose hashes make up the path, nearest the leaf first."""
    found: list[tuple[int, int]] = []
    while stop - start > 1:
        middle = start + (1 << ((stop - start - 1).bit_length() - 1))
        if index < middle:
            found.append((middle, stop))
            stop = middle
        else:
            found.append((start, middle))
            start = middle
    return found[::-1]


def holds(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """True when `path` proves that `leaf` stands at `index` in the tree of `size` with `root`.

    Source: RFC 9162 §2.1.3.2 (verification of the same paths).
    """
    if not 0 <= index < size:
        return False
    position, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = parent(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = parent(found, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and found == root
