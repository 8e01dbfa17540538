// The desk works without this file; with it, keys rule, pictures turn and grow, drafts stay, and a signature waits to be undone.
"use strict";
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const keep = {
    get(store, name) { try { return store.getItem(name); } catch { return null; } },
    set(store, name, text) { try { store.setItem(name, text); } catch { /* a browser that keeps nothing */ } },
    drop(store, name) { try { store.removeItem(name); } catch { /* the same */ } },
  };
  const form = one("[data-borrador]");
  const items = all("[data-item]");

  // --- which keys are in use: a person may turn them off ---
  const SWITCH = "mesa:teclas";
  const usesKeys = () => keep.get(localStorage, SWITCH) !== "no";
  function help() {
    const dialog = one("#ayuda");
    if (!dialog) return;
    const box = one("#con-teclas");
    box.checked = usesKeys();
    document.documentElement.classList.toggle("sin-teclas", !usesKeys());
    box.addEventListener("change", () => {
      keep.set(localStorage, SWITCH, box.checked ? "si" : "no");
      document.documentElement.classList.toggle("sin-teclas", !box.checked);
    });
    all("[data-ayuda]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => dialog.showModal()); });
  }

  // --- the item one is at, and how each stands ---
  let at = -1, choosing = false;
  function be(place) {
    at = place;
    choosing = false;
    items.forEach((item, other) => item.classList.toggle("aqui", other === at));
    all(".carril a").forEach((link) => {
      const isHere = link.hash === `#${items[at].id}`;
      if (isHere) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      const list = link.closest("ol");
      if (isHere) list.scrollTop = link.offsetTop - list.clientHeight / 2;
    });
  }
  function go(to) {
    if (!items.length) return;
    be(Math.max(0, Math.min(items.length - 1, to)));
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "start" });
  }
  const reached = () => (at >= 0 ? items[at] : null);
  const radios = (item) => all("input[type=radio]", item);
  function standing() {
    if (!form) return;
    let marked = 0, of = 0;
    all("[data-de]").forEach((link) => {
      const chosen = one(`input[name="${CSS.escape(link.dataset.de)}"]:checked`, form)?.value ?? "";
      const isFine = chosen === "CONFORME" || chosen === "ACREDITADO";
      const mark = one("[data-marca]", link);
      const isClaim = link.dataset.de.startsWith("reclamo-");
      const words = isClaim ? ["acreditado", "no acreditado"] : ["conforme", "observado"];
      const said = document.createElement("span");
      said.className = "oculto";
      said.textContent = words[isFine ? 0 : 1];
      mark.replaceChildren(...(chosen ? [isFine ? "✓ " : "! ", said] : []));
      mark.className = `senal ${chosen ? (isFine ? "bien" : "mal") : ""}`;
      of += 1;
      marked += chosen ? 1 : 0;
    });
    const told = one("[data-avance]");
    if (told) told.textContent = `${marked} de ${of} marcados`;
  }
  function choose(item, radio) {
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    const details = one("details", item);
    if (details) details.open = details.contains(radio);
    choosing = false;
    const units = one('input[name^="unidades-"]', item);
    if (details?.contains(radio)) radio.focus({ preventScroll: true });
    else if (units) units.focus();
    else go(at + 1);
  }
  function observe(item) {
    const details = one("details", item);
    if (!details) return;
    details.open = true;
    choosing = true;
    one("input[type=radio]", details)?.focus({ preventScroll: true });
    details.scrollIntoView({ block: "nearest" });
  }

  // --- the half-made ruling outlives a reload ---
  function draft() {
    if (!form) return;
    const name = `dictamen:${form.dataset.borrador}`;
    const values = () => [...new FormData(form)].filter(([key, text]) => !key.startsWith("_") && text);
    form.addEventListener("input", () => keep.set(sessionStorage, name, JSON.stringify(values())));
    form.addEventListener("change", () => { keep.set(sessionStorage, name, JSON.stringify(values())); standing(); });
    const kept = form.dataset.fresco ? JSON.parse(keep.get(sessionStorage, name) ?? "[]") : [];
    kept.forEach(([key, text]) => {
      const found = all(`[name="${CSS.escape(key)}"]`, form);
      const radio = found.find((input) => input.type === "radio" && input.value === text);
      if (radio) { radio.checked = true; const box = radio.closest("details"); if (box) box.open = true; }
      else if (found[0] && found[0].type !== "radio") found[0].value = text;
    });
    if (kept.length) one("[data-recuperado]", form).textContent = "Recuperamos lo que llevabas marcado.";
    standing();
  }
  const forget = () => { if (form) keep.drop(sessionStorage, `dictamen:${form.dataset.borrador}`); };

  // --- a signature is sent when its seconds have passed, or when one goes on ---
  const wait = { form: null, button: null, timer: 0 };
  function hold(signed, button) {
    const bar = one("[data-pendiente]");
    let left = Number(signed.dataset.firma);
    Object.assign(wait, { form: signed, button });
    bar.hidden = false;
    one("[data-dicho]", bar).textContent = `Firmado. Se envía en ${left} segundos, o al salir de esta página.`;
    const tick = () => {
      one("[data-segundos]", bar).textContent = `${left} s`;
      if (left <= 0) { send(); return; }
      left -= 1;
      wait.timer = setTimeout(tick, 1000);
    };
    tick();
    one("[data-deshacer]", bar).focus();
  }
  function undo() {
    clearTimeout(wait.timer);
    const { button } = wait;
    Object.assign(wait, { form: null, button: null });
    one("[data-pendiente]").hidden = true;
    button?.focus();
  }
  function send() {
    clearTimeout(wait.timer);
    const { form: signed, button } = wait;
    wait.form = null;
    forget();
    signed.dataset.segura = "1";
    signed.requestSubmit(button ?? undefined);
  }
  function signatures() {
    document.addEventListener("submit", (event) => {
      const signed = event.target;
      if (!signed.dataset.firma || signed.dataset.segura) return;
      event.preventDefault();
      if (!wait.form) hold(signed, event.submitter);
    });
    one("[data-deshacer]")?.addEventListener("click", undo);
    one("[data-ya]")?.addEventListener("click", send);
    addEventListener("pagehide", () => {
      if (!wait.form) return;
      clearTimeout(wait.timer);
      navigator.sendBeacon(wait.form.action, new URLSearchParams(new FormData(wait.form)));
      wait.form = null;
      forget();
    });
  }

  // --- the lease: how long is left, and renewed while one works ---
  const RENEW_S = 300;
  let worked = false;
  function lease() {
    const shown = one("#reserva");
    if (!shown) return;
    ["keydown", "pointerdown", "scroll"].forEach((kind) => addEventListener(kind, () => { worked = true; }, { passive: true, capture: true }));
    let began = performance.now(), left = Number(shown.dataset.quedan);
    setInterval(async () => {
      const passed = (performance.now() - began) / 1000;
      const box = one("#reserva");
      const rest = left - passed;
      const told = one("[data-queda]", box);
      if (told) told.textContent = rest <= 0 ? "Tu reserva terminó." : rest < 60 ? "Queda menos de un minuto." : `Quedan ${Math.floor(rest / 60)} minutos.`;
      box.classList.toggle("pronto", rest < 300);
      if (!worked || passed < RENEW_S || rest <= 0) return;
      worked = false;
      const asked = one("form", box);
      try {
        const answer = await fetch(asked.action, { method: "POST", body: new URLSearchParams(new FormData(asked)), headers: { "X-Pieza": "1" } });
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("reserva");
        if (!answer.ok || !fresh) return;
        box.replaceWith(document.adoptNode(fresh));
        began = performance.now();
        left = Number(fresh.dataset.quedan);
      } catch { worked = true; }
    }, 5000);
  }

  // --- the viewer: fit, 100 %, 200 %, quarter turns, drag to pan ---
  function viewer(box) {
    const frame = one(".marco", box), turned = one(".giro", box), sheet = one(".lamina", box), image = one("img", box);
    let zoom = 0, quarter = 0, moved = false;
    const buttons = all("[data-zoom]", box);
    one(".mandos-visor", box).hidden = false;
    image.draggable = false;
    sheet.draggable = false;
    function draw() {
      if (!image.naturalWidth) return;
      const ratio = image.naturalHeight / image.naturalWidth, isSideways = quarter % 2 === 1;
      const room = frame.clientWidth;
      const width = zoom ? image.naturalWidth * zoom : isSideways ? room / ratio : room;
      const height = width * ratio;
      const [w, h] = isSideways ? [height, width] : [width, height];
      sheet.style.width = `${width}px`;
      sheet.style.maxWidth = "none";
      sheet.style.transformOrigin = "0 0";
      sheet.style.transform = ["none", `translate(${w}px, 0) rotate(90deg)`, `translate(${w}px, ${h}px) rotate(180deg)`, `translate(0, ${h}px) rotate(270deg)`][quarter];
      turned.style.width = `${w}px`;
      turned.style.height = `${h}px`;
      frame.classList.toggle("amplia", w > room + 1);
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(Number(button.dataset.zoom) === zoom)));
    }
    function set(to) { zoom = to; draw(); }
    buttons.forEach((button) => button.addEventListener("click", () => set(Number(button.dataset.zoom))));
    one("[data-girar]", box).addEventListener("click", () => { quarter = (quarter + 1) % 4; draw(); });
    sheet.addEventListener("click", (event) => {
      if (event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (moved) return;
      const seen = image.getBoundingClientRect();
      const x = (event.clientX - seen.left) / seen.width, y = (event.clientY - seen.top) / seen.height;
      set(zoom ? 0 : 1);
      if (zoom) frame.scrollTo(x * turned.clientWidth - frame.clientWidth / 2, y * turned.clientHeight - frame.clientHeight / 2);
    });
    let from = null;
    frame.addEventListener("pointerdown", (event) => {
      moved = false;
      if (event.pointerType === "mouse" && event.button === 0) from = [event.clientX + frame.scrollLeft, event.clientY + frame.scrollTop];
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      const [x, y] = [from[0] - event.clientX, from[1] - event.clientY];
      if (Math.abs(x - frame.scrollLeft) + Math.abs(y - frame.scrollTop) > 4) { moved = true; frame.classList.add("arrastra"); }
      frame.scrollTo(x, y);
    });
    addEventListener("pointerup", () => { from = null; frame.classList.remove("arrastra"); });
    image.addEventListener("load", draw);
    new ResizeObserver(draw).observe(box);
    draw();
    box.acerca = () => set((zoom + 1) % 3);
  }

  // --- the keys ---
  function keys() {
    document.addEventListener("keydown", (event) => {
      const target = event.target;
      const isTyping = target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
      if (event.key === "Escape" && choosing) { choosing = false; reached()?.focus({ preventScroll: true }); return; }
      if (!usesKeys() || event.ctrlKey || event.metaKey || event.altKey || isTyping || one("dialog[open]")) return;
      if (press(event.key)) event.preventDefault();
    });
  }
  function press(key) {
    const item = reached();
    if (choosing && item) {
      const radio = one(`[data-tecla-motivo="${CSS.escape(key)}"]`, item);
      if (radio) { choose(item, radio); return true; }
    }
    const viewed = item && one("[data-visor]", item);
    const does = {
      j: () => go(at + 1),
      k: () => go(at - 1),
      1: () => item && choose(item, radios(item)[0]),
      2: () => item && observe(item),
      n: () => item && note(item),
      z: () => viewed?.acerca(),
      r: () => viewed && one("[data-girar]", viewed).click(),
      u: () => wait.form && undo(),
      g: () => (wait.form ? send() : one('[data-tecla="g"]')?.click()),
      "?": () => one("#ayuda")?.showModal(),
    }[key];
    if (does) does();
    return Boolean(does);
  }
  function note(item) {
    const box = one("details", item);
    if (box) box.open = true;
    one('input[name^="nota-"]', item)?.focus();
  }

  help(); draft(); signatures(); lease(); keys();
  all("[data-visor]").forEach(viewer);
  if (items.length && !one("[data-foco]")) { be(0); items[0].focus({ preventScroll: true }); }
  items.forEach((item, place) => item.addEventListener("focusin", () => { if (at !== place) be(place); }));
})();
