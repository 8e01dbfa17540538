"""What two answers to one click must have in common."""

from __future__ import annotations

import httpx

from residencias.demo.driver.clicks import Clicks

ROUND = "/convocatorias/una/rondas"


def answer(state: str, assigned: int) -> httpx.Response:
    return httpx.Response(200, json={"state": state, "assigned": assigned})


def test_two_different_answers_under_one_key_disagree() -> None:
    clicks = Clicks(same_key=True)
    clicks.judge("POST", ROUND, clicks.keys(ROUND), answer("CORRIDA", 6), answer("CORRIDA", 7))
    assert clicks.disagreements == [f"POST {ROUND} /assigned: 6 / 7"]


def test_a_round_told_while_it_runs_contradicts_nothing_and_the_story_goes_on_with_its_end() -> None:
    clicks = Clicks(same_key=True)
    taken = clicks.judge("POST", ROUND, clicks.keys(ROUND), answer("CORRIENDO", 0), answer("CORRIDA", 6))
    assert clicks.disagreements == []
    assert taken.json()["state"] == "CORRIDA"
