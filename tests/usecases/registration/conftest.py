"""Three seleccionados, an oferta, and an account."""

from __future__ import annotations

import pytest

from tests.usecases.registration.world import World, a_world, foreigner, row


@pytest.fixture
def world() -> World:
    world = a_world()
    world.accept(row(1), row(2), foreigner(5))
    world.publish_oferta()
    return world


@pytest.fixture
def who(world: World) -> str:
    return world.account(1)
