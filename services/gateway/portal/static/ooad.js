// The letter's QR read by this device's camera, where the browser can; typing the code always works.
"use strict";

(() => {
  const open = document.querySelector("[data-lector]");
  if (!open || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const box = document.querySelector("[data-camara]");
  const refused = document.querySelector("[data-sin-camara]");
  const video = box.querySelector("video");
  const form = open.form;
  let stream = null;

  const close = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    box.hidden = true;
    open.hidden = false;
    open.focus();
  };

  async function look(detector) {
    if (!stream) return;
    const found = await detector.detect(video).catch(() => []);
    const code = found.map((one) => one.rawValue).find((text) => /\/verificar\/[^/?#]+$/.test(text));
    if (!code) { setTimeout(() => look(detector), 200); return; }
    form.elements.codigo.value = code;
    close();
    form.requestSubmit();
  }

  open.addEventListener("click", async () => {
    refused.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      box.hidden = false;
      open.hidden = true;
      await video.play();
      look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch { close(); refused.hidden = false; }
  });
  box.querySelector("[data-cerrar]").addEventListener("click", close);
  open.hidden = false;
})();
