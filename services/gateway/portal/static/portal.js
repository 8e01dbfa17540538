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
    if (form.dataset.descarga !== undefined) setTimeout(() => ready(form), 4000);
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

// Drafts keep themselves: a moment after the last change the form is saved as it stands.
function drafts() {
  const form = $("form[data-autoguardado]");
  if (!form) return;
  const told = $("[data-guardado]");
  let waiting, working = false, again = false, leaving = null;
  const say = (text, wrong) => { told.textContent = text; told.classList.toggle("mal", Boolean(wrong)); };
  async function save() {
    if (working || form.dataset.enviado) { again = working; return; }
    working = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { "X-Autoguardado": "1" } });
      const found = answer.headers.get("content-type")?.includes("json") ? await answer.json() : null;
      if (answer.ok && found) {
        form.elements._base.value = found.base;
        form.elements._clave.value = found.clave;
        say(told.dataset.bien.replace("{hora}", found.hora));
      } else say(found?.problema || told.dataset.mal, true);
    } catch { say(told.dataset.mal, true); waiting = setTimeout(save, 5000); }
    working = false;
    if (leaving) { form.requestSubmit(leaving); return; }
    if (again) { again = false; save(); }
  }
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 1500); });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (working) { event.preventDefault(); leaving = event.submitter; }
  });
}

// Lists move in place: the form goes as always, and only the piece it changes is put back.
function pieces() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const id = form.dataset.pieza;
    if (!id || event.defaultPrevented) return;
    event.preventDefault();
    const button = event.submitter;
    const data = new URLSearchParams(new FormData(form, button));
    try {
      const answer = form.method === "get"
        ? await fetch(`${form.action}?${data}`)
        : await fetch(form.action, { method: "POST", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(id);
      if (!fresh) throw new Error("another page");
      document.getElementById(id).replaceWith(document.adoptNode(fresh));
      ready(form);
      focusAgain(button);
      if (form.method === "get") history.replaceState(null, "", answer.url);
    } catch { form.removeAttribute("data-pieza"); delete form.dataset.enviado; form.requestSubmit(button); }
  }, true);
}
function focusAgain(button) {
  if (!button?.name) return;
  const same = $(`[name="${button.name}"][value="${button.value}"]`) || $(`#fila-${CSS.escape(button.value)} button`) || $("#lista");
  same?.focus();
  const told = $("[data-anuncio]");
  const row = same?.closest("[data-fila]");
  if (told) told.textContent = row ? `${row.dataset.nombre}: ${$(".puesto", row)?.textContent.trim() ?? ""}` : told.dataset.anuncio;
}
function dragging() {
  let carried = null;
  const rowOf = (event) => event.target.closest?.("[data-fila][draggable=true]");
  document.addEventListener("dragstart", (event) => { carried = rowOf(event); carried?.classList.add("llevada"); });
  document.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    $$(".encima").forEach((other) => other.classList.remove("encima"));
    if (carried && row && row !== carried) { event.preventDefault(); row.classList.add("encima"); }
  });
  document.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!carried || !row) return;
    event.preventDefault();
    const place = $("input[name^=lugar-]", carried);
    place.value = $("input[name^=lugar-]", row).defaultValue;
    $("button[name=mover]", carried).click();
  });
  document.addEventListener("dragend", () => { $$(".llevada, .encima").forEach((row) => row.classList.remove("llevada", "encima")); carried = null; });
}

// The status is looked at again as soon as it changes.
function live() {
  const watched = $("[data-eventos]");
  if (!watched || !window.EventSource) return;
  const source = new EventSource(watched.dataset.eventos);
  source.addEventListener("estado", async (event) => {
    const state = JSON.parse(event.data);
    if (String(state.version) === watched.dataset.version) return;
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const fresh = page.getElementById(watched.id);
    if (!fresh) return;
    watched.innerHTML = fresh.innerHTML;
    watched.dataset.version = String(state.version);
  });
}

document.documentElement.classList.add("js");
clock(); pieces(); once(); conditions(); drafts(); dragging(); live();
$$("[data-imprimir]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
$("[data-foco]")?.focus();
