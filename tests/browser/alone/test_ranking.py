"""Sedes carried to their place by a finger or a mouse; a move that cannot be made says so."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.alone.conftest import Registro
from tests.browser.looking import Looked
from tests.integration.gateway.surfing import BASE
from tests.waiting import until


def test_a_finger_carries_a_sede_to_its_place(phone: Page, registro: Registro, looked: Looked) -> None:
    phone.goto(f"{BASE}/sedes")
    phone.locator("#fila-B summary").click()
    looked.at(phone, "sedes con asa")
    phone.locator("#fila-B summary").click()
    phone.locator("#fila-C").scroll_into_view_if_needed()
    start, end = (phone.locator(where).bounding_box() for where in ("#fila-A [data-asa]", "#fila-C"))
    assert start
    assert end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    below = end["y"] + end["height"] - 6
    finger = phone.context.new_cdp_session(phone)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    touch("touchStart", (x, y))
    for step in range(1, 11):
        touch("touchMove", (x, y + (below - y) * step / 10))
    touch("touchEnd")
    until(lambda: registro.ranked[-1:] == [["B", "C", "A"]])
    expect(phone.locator("#lista [data-fila]").last).to_have_id("fila-A")
    assert looked.wrong == []


def test_a_mouse_carries_it_back_and_escape_lets_go(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/sedes")
    for lets_go, expected in ((True, []), (False, [["C", "A", "B"]])):
        desk.locator("#fila-C [data-asa]").hover()
        desk.mouse.down()
        box = desk.locator("#fila-A").bounding_box()
        assert box
        desk.mouse.move(box["x"] + 30, box["y"] + 2, steps=5)
        if lets_go:
            desk.keyboard.press("Escape")
        desk.mouse.up()
        until(lambda expected=expected: registro.ranked == expected)
    expect(desk.locator("#lista [data-fila]").first).to_have_id("fila-C")


def test_a_move_without_a_line_says_so_and_changes_nothing(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/sedes")
    desk.context.set_offline(True)
    desk.locator("button[name=bajar][value=A]").click()
    desk.get_by_text("ese cambio no se guardó").wait_for()
    assert not registro.ranked
    desk.context.set_offline(False)
    desk.locator("button[name=bajar][value=A]").click()
    until(lambda: registro.ranked == [["B", "A", "C"]])


def test_a_move_over_another_windows_change_is_refused_on_the_page(desk: Page, registro: Registro) -> None:
    desk.goto(f"{BASE}/sedes")
    registro.order = ["C", "B", "A"]
    desk.locator("button[name=bajar][value=A]").click()
    expect(desk.locator(".errores")).to_contain_text("cambió en otra ventana")
    expect(desk.locator(".errores")).to_be_focused()
    expect(desk.locator("#lista [data-fila]").first).to_have_id("fila-C")
    assert not registro.ranked
