// Sedes are dragged by their handle with a mouse, a pen or a finger. The buttons of each row do the same without it.
"use strict";

function dragging() {
  let carried = null, began = 0, pointer = 0, turning = 0;
  const rows = () => $$("#lista > [data-fila]");
  const others = () => rows().filter((row) => row !== carried);
  const isAbove = (row) => { const box = row.getBoundingClientRect(); return box.top + box.height / 2 < pointer; };
  const unmark = () => rows().forEach((row) => row.classList.remove("antes", "despues"));

  function show() {
    carried.style.transform = `translateY(${pointer + scrollY - began}px)`;
    unmark();
    const above = others().filter(isAbove);
    if (above.length) above.at(-1).classList.add("despues");
    else others()[0]?.classList.add("antes");
  }
  // Near an edge of the window the list goes on turning, for as long as the finger stays there.
  function turn() {
    if (!carried) return;
    const step = pointer < 90 ? -12 : pointer > innerHeight - 90 ? 12 : 0;
    if (step) { scrollBy(0, step); show(); }
    turning = requestAnimationFrame(turn);
  }
  function drop(isMeant) {
    if (!carried) return;
    cancelAnimationFrame(turning);
    const row = carried, place = others().filter(isAbove).length, was = rows().indexOf(row);
    row.style.removeProperty("transform");
    row.classList.remove("llevada");
    unmark();
    carried = null;
    if (!isMeant || place === was) return;
    $("input[name^=lugar-]", row).value = place + 1;
    $("button[name=mover]", row).click();
  }

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-asa]");
    if (!handle || event.button) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    carried = handle.closest("[data-fila]");
    carried.classList.add("llevada");
    pointer = event.clientY;
    began = pointer + scrollY;
    turning = requestAnimationFrame(turn);
  });
  document.addEventListener("pointermove", (event) => { if (carried) { pointer = event.clientY; show(); } });
  document.addEventListener("pointerup", () => drop(true));
  document.addEventListener("pointercancel", () => drop(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(false); });
}

addEventListener("DOMContentLoaded", dragging);
