// Everything works without this file; with it, the clock ticks, drafts keep themselves and lists move in place.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// The server's clock: its hour when the page was made, and the time that has passed here since.
function clock() {
  const shown = $("[data-reloj]");
  if (!shown) return;
  const [h, m, s] = shown.dataset.reloj.split(":").map(Number);
  const began = performance.now();
  setInterval(() => {
    const total = h * 3600 + m * 60 + s + Math.floor((performance.now() - began) / 1000);
    const two = (n) => String(n).padStart(2, "0");
    shown.textContent = [Math.floor(total / 3600) % 24, Math.floor(total / 60) % 60, total % 60].map(two).join(":");
  }, 1000);
}

// A second press while the first travels does nothing. The page that comes back (also by «back») is ready again.
function once() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.enviado) { event.preventDefault(); return; }
    form.dataset.enviado = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
    if (form.dataset.descarga === undefined) return;
    setTimeout(() => ready(form), 4000);
    const after = $("[data-tras]");
    if (after) after.hidden = false;
  });
  addEventListener("pageshow", () => $$("form").forEach(ready));
}
function ready(form) {
  delete form.dataset.enviado;
  $$("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
}

// Questions that only some people must answer show up for them.
function conditions() {
  const holds = {
    trabajador: () => $('[name="reclamos.trabajador"][value="si"]')?.checked,
    con_cedula: () => value("cedula") === "FEDERAL" || value("cedula") === "",
    con_servicio_social: () => value("servicio_social") !== "NO_EXIGIBLE",
  };
  const value = (name) => ($(`[name="${name}"]:checked`) || $(`select[name="${name}"]`))?.value ?? "";
  const apply = () => $$("[data-cuando]").forEach((field) => {
    const filled = $$("input:not([type=radio]), select", field).some((input) => input.value);
    const test = holds[field.dataset.cuando];
    field.hidden = Boolean(test) && !test() && !filled;
  });
  document.addEventListener("change", apply);
  apply();
}

// Drafts keep themselves: a moment after the last change the form is saved as it stands, and what the service finds wrong
// in what was touched stands beside its field. The page never takes the focus away for it.
function drafts() {
  const form = $("form[data-autoguardado]");
  if (!form) return;
  const told = $("[data-guardado]");
  const touched = new Set($$(".campo.mal", form));
  $$("[data-con-guardado]", form).forEach((link) => { link.textContent = link.dataset.conGuardado; });
  let waiting = 0, working = false, again = false, leaving = null;
  const say = (text, wrong) => { told.textContent = text; told.classList.toggle("mal", Boolean(wrong)); };
  const send = () => fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Autoguardado": "1" }, keepalive: true });
  const wait = (time) => { clearTimeout(waiting); waiting = setTimeout(save, time); };
  async function save() {
    waiting = 0;
    if (working || form.dataset.enviado) { again = working; return; }
    working = true;
    try {
      const answer = await send();
      const found = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
      if (answer.ok && found) {
        form.elements._base.value = found.base;
        form.elements._clave.value = found.clave;
        say([told.dataset.bien.replace("{hora}", found.hora), ...faults(form, touched, found.errores)].join(" "));
      } else say(found?.problema || told.dataset.mal, true);
    } catch { say(told.dataset.mal, true); wait(5000); }
    working = false;
    if (leaving) { form.requestSubmit(leaving); return; }
    if (again) { again = false; save(); }
  }
  form.addEventListener("input", (event) => { touched.add(event.target.closest(".campo")); wait(1500); });
  form.addEventListener("change", () => wait(300));
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    waiting = 0;
    if (working) { event.preventDefault(); leaving = event.submitter; }
  });
  // Whoever leaves within that moment loses nothing either.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting) { clearTimeout(waiting); save(); }
  });
}
// What is wrong is put beside the fields that were touched, what is right again is taken away; what is new is heard.
function faults(form, touched, errors) {
  const boxes = new Map();
  for (const one of errors) {
    const at = document.getElementById(one.campo) || document.getElementById(`${one.campo}-0`);
    const box = at?.closest(".campo");
    if (box && touched.has(box) && !boxes.has(box)) boxes.set(box, { ...one, at });
  }
  const isNew = ([box, one]) => !$(".falla", box)?.textContent.startsWith(one.que);
  const heard = [...boxes].filter(isNew).map(([, one]) => `${one.etiqueta}: ${one.que}`);
  for (const box of touched) if (box) mark(box, boxes.get(box));
  return heard;
}
function mark(box, wrong) {
  const old = $(".falla", box);
  const control = wrong?.at.matches("input, select") ? wrong.at : $("input, select", box);
  box.classList.toggle("mal", Boolean(wrong));
  if (!wrong) {
    old?.remove();
    control.removeAttribute("aria-invalid");
    if (old) control.removeAttribute("aria-describedby");
    return;
  }
  const said = old || document.createElement("p");
  const how = document.createElement("span");
  said.className = "falla";
  said.id = `${wrong.campo}-falla`;
  how.textContent = wrong.arreglo;
  said.replaceChildren(`${wrong.que} `, how);
  if (!old) ($(".fecha, .opcion, .lado", box) ? $("legend", box) || $("label", box) : $("label", box)).after(said);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", said.id);
}

// Lists move in place: the form goes as always, and only the piece it changes is put back.
function pieces() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const id = form.dataset.pieza;
    if (!id || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.enviado) return;
    form.dataset.enviado = "1";
    const button = event.submitter;
    const data = new URLSearchParams(new FormData(form, button));
    let answer;
    try {
      answer = await (form.method === "get" ? fetch(`${form.action}?${data}`) : fetch(form.action, { method: "POST", body: data }));
    } catch { announce($("[data-anuncio]")?.dataset.mal, true); return; } finally { delete form.dataset.enviado; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!fresh) { form.removeAttribute("data-pieza"); form.requestSubmit(button); return; }
    document.getElementById(id).replaceWith(document.adoptNode(fresh));
    if (form.method === "get") history.replaceState(null, "", answer.url);
    focusAgain(button);
    refusal($(".errores", page));
  }, true);
}
// A refused change is said on top of the list, as on a page of its own.
function refusal(errors) {
  $(".errores")?.remove();
  if (!errors) return;
  $("main h1").before(document.adoptNode(errors));
  $(".errores").focus();
}
function announce(text, wrong) {
  const told = $("[data-anuncio]");
  if (!told) return;
  told.textContent = text;
  told.className = wrong ? "guardado mal" : "oculto";
}
function focusAgain(button) {
  if (!button?.name) return;
  const same = $(`[name="${button.name}"][value="${CSS.escape(button.value)}"]`) || $(`#fila-${CSS.escape(button.value)} button`) || $("#disponibles") || $("#lista");
  const row = same?.closest("[data-fila]");
  const folded = same?.closest("details:not([open])");
  (folded ? $("summary", folded) : same?.disabled ? $("button:enabled, summary", row) : same)?.focus();
  announce(row ? `${row.dataset.nombre}: ${$("[data-lugar]", row)?.textContent.trim() ?? ""}` : $("[data-anuncio]")?.dataset.anuncio);
}

// The status is looked at again as soon as it or the place in the queue changes. A line that is cut is made anew by the
// browser, and by us where it gives up because somebody in between answered with an error.
function live() {
  const watched = $("[data-eventos]");
  if (!watched || !window.EventSource) return;
  const line = $("[data-linea]");
  let silence = 0;
  async function look(event) {
    const state = JSON.parse(event.data), seen = `${state.version}/${state.ahead}`;
    if (seen === watched.dataset.visto) return;
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.getElementById(watched.id);
    if (!fresh) return;
    watched.innerHTML = fresh.innerHTML;
    watched.dataset.visto = seen;
  }
  function connect() {
    const source = new EventSource(watched.dataset.eventos);
    source.addEventListener("open", () => { clearTimeout(silence); silence = 0; line.textContent = ""; });
    source.addEventListener("error", () => {
      silence ||= setTimeout(() => { line.textContent = line.dataset.cortada; }, 8000);
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 10000);
    });
    source.addEventListener("estado", look);
  }
  connect();
}

document.documentElement.classList.add("js");
clock(); pieces(); once(); conditions(); drafts(); live();
$$("[data-imprimir]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
$("[data-foco]")?.focus();
