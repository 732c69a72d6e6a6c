/* Sends files as soon as they are chosen and shows how far it has come. Without it, the button
   beside the field does the same with the whole page. */
"use strict";
for (const box of document.querySelectorAll("[data-upload]")) {
  const input = box.querySelector("input[type=file]");
  const state = box.querySelector(".upload-state");
  const button = box.querySelector("button[name=add]");
  if (!input || !window.FormData) continue;
  button.hidden = true;

  const say = (text, wrong) => {
    state.textContent = text;
    state.classList.toggle("wrong", Boolean(wrong));
  };

  const answered = (request) => {
    input.disabled = false;
    input.value = "";
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { answer = null; }
    if (!answer || !answer.held) return say(box.dataset.lost, true);
    box.querySelector(".held").outerHTML = answer.held;
    const cautions = [...box.querySelectorAll(".held .caution p:first-child")].pop();
    const refused = answer.refused.join(" ");
    say(refused || (cautions ? cautions.textContent : ""), Boolean(refused));
  };

  input.addEventListener("change", () => {
    if (!input.files.length) return;
    const body = new FormData();
    for (const file of input.files) body.append(input.name, file);
    body.append("csrf_token", input.form.elements.csrf_token.value);
    const request = new XMLHttpRequest();
    request.open("POST", box.dataset.upload);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) {
        say(box.dataset.sending + " " + Math.round((100 * event.loaded) / event.total) + " %");
      }
    });
    request.addEventListener("load", () => answered(request));
    request.addEventListener("error", () => answered(request));
    say(box.dataset.sending);
    request.send(body);
    input.disabled = true;
  });
}
