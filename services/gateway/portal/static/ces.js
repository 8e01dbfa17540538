// The part of the convocatoria that is open shows in its strip.
// The board looks again by itself every few seconds; a button stops it. Without this file its link reloads the page.
"use strict";

document.querySelector(".partes [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

{
  const board = document.querySelector("[data-refresca]");
  const control = document.querySelector("[data-pausa]");
  let paused = false, busy = false;

  // What was opened, and what has the focus, stays so in the fresh piece.
  function swap(fresh) {
    const open = [...board.querySelectorAll("details[open][id]")].map((one) => one.id);
    const focused = board.contains(document.activeElement) ? document.activeElement.id || document.activeElement.parentElement?.id : "";
    board.replaceChildren(...fresh.childNodes);
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    const again = focused && document.getElementById(focused);
    (again?.matches("details") ? again.querySelector("summary") : again)?.focus({ preventScroll: true });
  }

  async function look() {
    if (paused || busy || document.hidden) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { "X-Tablero": "1" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(board.id);
      if (answer.ok && fresh) swap(document.adoptNode(fresh));
      else stop();
    } catch { /* the line is down: the next look tries again */ }
    busy = false;
  }

  function stop() {
    paused = true;
    tell();
  }
  function tell() {
    control.textContent = paused ? control.dataset.sigue : control.dataset.pausa;
    document.querySelector("[data-pulso]").classList.toggle("late", !paused);
  }

  if (board && control) {
    control.hidden = false;
    tell();
    control.addEventListener("click", () => { paused = !paused; tell(); look(); });
    setInterval(look, Number(board.dataset.refresca) * 1000);
  }
}
