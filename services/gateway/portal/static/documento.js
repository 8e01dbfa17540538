// The page of a paper works without this file; with it, sheets are seen and put in order before they are sent, an upload
// tells how far it is, and a line that breaks loses nothing that was chosen.
"use strict";

(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const MB = 1024 * 1024;
  let left = null; // the page that a review took the place of, with the files still chosen in it

  // What is chosen adds up, can be put in order, and goes in that order.
  function sheets(form) {
    const input = find("[data-hojas]", form), camera = find("[name=foto]", form);
    const list = document.getElementById(input.dataset.hojas);
    let chosen = [];
    const same = (one) => (other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
    const take = (files) => {
      chosen.push(...[...files].filter((file) => !chosen.some(same(file))));
      camera.value = "";
      show();
    };
    const show = () => {
      const carried = new DataTransfer();
      chosen.forEach((file) => carried.items.add(file));
      input.files = carried.files;
      list.hidden = !chosen.length;
      list.replaceChildren(...chosen.map(row));
    };
    const row = (file, at) => {
      const made = find("#hoja").content.cloneNode(true), image = find("img", made);
      image.addEventListener("error", () => image.remove());
      image.src = URL.createObjectURL(file);
      find(".nombre", made).textContent = file.name;
      all(".oculto", made).forEach((told) => { told.textContent += file.name; });
      all("[data-mover]", made).forEach((button) => {
        const to = at + Number(button.dataset.mover);
        button.disabled = to < 0 || to >= chosen.length;
        button.addEventListener("click", () => {
          chosen.splice(to, 0, ...chosen.splice(at, 1));
          show();
          (find(`li:nth-child(${to + 1}) [data-mover="${button.dataset.mover}"]:enabled`, list) || find(`li:nth-child(${to + 1}) [data-mover]:enabled`, list)).focus();
        });
      });
      find("[data-quitar]", made).addEventListener("click", () => { chosen.splice(at, 1); show(); (find("button:enabled", list) || input).focus(); });
      return made;
    };
    input.addEventListener("change", () => take(input.files));
    camera.addEventListener("change", () => take(camera.files));
    if (input.files.length) take(input.files);
  }

  // The picture is seen before it is sent, where the browser can show it.
  function preview(input) {
    const image = document.getElementById(input.dataset.vista);
    image.addEventListener("error", () => { image.hidden = true; });
    input.addEventListener("change", () => {
      const [file] = input.files;
      image.hidden = !file;
      if (file) image.src = URL.createObjectURL(file);
    });
  }

  // Sent with its progress; whatever comes back takes the place of the page.
  function sending(form) {
    const told = find("[data-avance]", form), bar = find("progress", told);
    const say = (name, facts = {}, wrong = false) => {
      told.hidden = false;
      told.classList.toggle("mal", wrong);
      find("p", told).textContent = Object.entries(facts).reduce((text, [fact, value]) => text.replace(`{${fact}}`, value), told.dataset[name]);
      if (wrong) rest(form);
    };
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (button?.formTarget) return;
      event.preventDefault();
      if (form.dataset.enviado) return;
      const data = filled(form, button);
      const weight = [...data.values()].reduce((sum, value) => sum + (value.size || 0), 0);
      const most = Number(find("[data-maximo-mb]", form)?.dataset.maximoMb || Infinity);
      if (weight > most * MB) { say("pesan", { mb: (weight / MB).toFixed(1), maximo: most }, true); return; }
      form.dataset.enviado = "1";
      button?.setAttribute("aria-disabled", "true");
      const request = new XMLHttpRequest();
      const far = ({ loaded, total }) => { bar.value = loaded / total * 100; say("enviando", { ciento: Math.floor(bar.value) }); };
      request.upload.addEventListener("progress", far);
      request.upload.addEventListener("load", () => { bar.removeAttribute("value"); say("preparando"); });
      request.addEventListener("load", () => arrived(request, form));
      request.addEventListener("error", () => say("cortada", {}, true));
      request.open("POST", form.action);
      far({ loaded: 0, total: 1 });
      request.send(form.enctype.startsWith("multipart") ? data : new URLSearchParams(data));
    });
  }
  function filled(form, button) {
    const data = new FormData(form);
    if (button?.name) data.set(button.name, button.value);
    (button?.value === "fotos" ? ["archivo"] : ["fotos", "foto"]).forEach((name) => data.delete(name));
    return data;
  }
  function rest(form) {
    delete form.dataset.enviado;
    all("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  }

  function arrived(request, form) {
    if (new URL(request.responseURL).search) { location.assign(request.responseURL); return; }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = document.adoptNode(find("main", page)), old = find("main");
    all("input[type=file]", old).forEach((input) => { const twin = find(`#${input.id}`, fresh); if (twin) twin.files = input.files; });
    rest(form);
    all("[data-avance]", old).forEach((told) => { told.hidden = true; });
    if (find("[data-hecho]", fresh)) {
      left = { main: old, title: document.title };
      history.pushState({}, "");
    }
    put(fresh, page.title);
    start(fresh);
  }
  function put(main, title) {
    find("main").replaceWith(main);
    document.title = title;
    (find("[data-foco]", main) || main).focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  addEventListener("popstate", () => {
    if (!left) { location.reload(); return; }
    put(left.main, left.title);
    left = null;
  });

  // What would be kept is in the page: it is seen at full size without asking for it again.
  function whole(form) {
    const text = atob(form.elements._jpg.value.replaceAll("-", "+").replaceAll("_", "/"));
    const jpg = new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
    find(".lamina img").src = URL.createObjectURL(jpg);
    find("[data-otra]").addEventListener("click", (event) => {
      if (left) { event.preventDefault(); history.back(); }
    });
  }

  function start(root) {
    all("form[data-envio]", root).forEach((form) => { sheets(form); sending(form); });
    all("input[data-vista]", root).forEach(preview);
    all("form[data-hecho]", root).forEach((form) => { whole(form); sending(form); });
  }
  start(document);
})();
