"""The tree is that of RFC 6962: its own definition, written out, gives the same roots and paths."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.audit.domain import merkle
from services.audit.domain.merkle import (
    EMPTY,
    Node,
    audit_path,
    folded,
    grow,
    holds,
    leaf_hash,
    parent,
    peaks,
)
from services.audit.domain.model import canonical, entry_of

# Certificate Transparency's own test vectors: the leaves and the root of each prefix.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def slow_root(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 §2.1 defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return parent(slow_root(leaves[:split]), slow_root(leaves[split:]))


def slow_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH as RFC 6962 §2.1.1 defines it."""
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*slow_path(index, leaves[:split]), slow_root(leaves[split:])]
    return [*slow_path(index - split, leaves[split:]), slow_root(leaves[:split])]


def grown(count: int, *, batch: int = 7) -> tuple[list[bytes], dict[Node, bytes], list[bytes]]:
    """(leaves, all nodes, frontier) of a tree that grew by batches."""
    leaves = [leaf_hash(str(n).encode()) for n in range(count)]
    nodes: dict[Node, bytes] = {}
    frontier: list[bytes] = []
    for start in range(0, count, batch):
        made, frontier = grow(start, frontier, leaves[start : start + batch])
        assert not set(made) & set(nodes)
        nodes |= made
    return leaves, nodes, frontier


def test_the_published_vectors_of_certificate_transparency_hold() -> None:
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]
    for size, expected in enumerate(ROOTS, start=1):
        assert folded(grow(0, [], leaves[:size])[1]).hex() == expected
    assert folded([]) == EMPTY


@settings(max_examples=60)
@given(st.integers(1, 200), st.integers(1, 50), st.data())
def test_every_path_is_that_of_the_definition_and_proves_its_leaf(
    count: int, batch: int, data: st.DataObject
) -> None:
    leaves, nodes, frontier = grown(count, batch=batch)
    assert folded(frontier) == slow_root(leaves)
    size = data.draw(st.integers(1, count))
    index = data.draw(st.integers(0, size - 1))
    path = audit_path(index, size, lambda wanted: {node: nodes[node] for node in wanted})
    root = slow_root(leaves[:size])
    assert path == slow_path(index, leaves[:size])
    assert holds(leaves[index], index, size, path, root)
    assert not holds(leaf_hash(b"something else"), index, size, path, root)
    assert not holds(leaves[index], index, size, [*path, root], root)
    if size > 1:
        assert not holds(leaves[index], (index + 1) % size, size, path, root)
        assert not holds(leaves[index], index, size, path[:-1], root)


def test_a_proof_needs_few_hashes() -> None:
    _, nodes, _ = grown(10_000, batch=500)
    asked: list[Node] = []

    def look(wanted: Iterable[Node]) -> dict[Node, bytes]:
        asked.extend(wanted)
        return {node: nodes[node] for node in asked}

    assert len(audit_path(1234, 10_000, look)) <= 14
    assert len(asked) <= 30


def test_the_peaks_cover_every_leaf_once() -> None:
    for size in range(1, 300):
        covered = [
            leaf for level, index in peaks(0, size) for leaf in range(index << level, (index + 1) << level)
        ]
        assert covered == list(range(size))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        audit_path(index, size, lambda wanted: {})
    assert not holds(merkle.EMPTY, index, size, [], merkle.EMPTY)


def test_the_canonical_form_does_not_depend_on_the_order_of_keys() -> None:
    one = {"id": "e1", "type": "residencias.x.v1.Cosa", "time": "t", "data": {"b": 1, "a": "ñ"}}
    other = json.loads(json.dumps(dict(reversed(list(one.items())))))
    assert canonical(one) == canonical(other)
    assert entry_of(one).leaf == entry_of(other).leaf
    assert entry_of(one).name == "Cosa"
    assert "ñ" in entry_of(one).envelope
