/* Sends files as soon as they are chosen and shows how far it has come. What stops half-way says so
   and can be sent again without being chosen anew. Without this script, the button beside the field
   does the same with the whole page. */
"use strict";
for (const box of document.querySelectorAll("[data-upload]")) {
  const input = box.querySelector("input[type=file]");
  const state = box.querySelector(".upload-state");
  const button = box.querySelector("button[name=add]");
  if (!input || !window.FormData) continue;
  button.hidden = true;
  /* Milliseconds without any progress after which a network is taken for lost. */
  const patience = 45000;
  let stopped = null;

  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-outline-primary";
  again.textContent = box.dataset.again;
  again.hidden = true;
  state.after(again);

  const say = (text, wrong) => {
    state.textContent = text;
    state.classList.toggle("wrong", Boolean(wrong));
  };

  const lost = (body) => {
    stopped = body;
    input.disabled = false;
    again.hidden = false;
    say(box.dataset.lost, true);
  };

  const answered = (request, body) => {
    let answer = null;
    try { answer = JSON.parse(request.responseText); } catch { answer = null; }
    if (!answer || !answer.held) return lost(body);
    input.disabled = false;
    input.value = "";
    box.querySelector(".held").outerHTML = answer.held;
    const cautions = [...box.querySelectorAll(".held .caution p:first-child")].pop();
    const refused = answer.refused.join(" ");
    say(refused || (cautions ? cautions.textContent : ""), Boolean(refused));
  };

  const send = (body) => {
    stopped = null;
    again.hidden = true;
    const request = new XMLHttpRequest();
    let silence = setTimeout(() => request.abort(), patience);
    request.open("POST", box.dataset.upload);
    request.upload.addEventListener("progress", (event) => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), patience);
      if (event.lengthComputable) {
        say(box.dataset.sending + " " + Math.round((100 * event.loaded) / event.total) + " %");
      }
    });
    request.addEventListener("load", () => answered(request, body));
    request.addEventListener("error", () => lost(body));
    request.addEventListener("abort", () => lost(body));
    request.addEventListener("loadend", () => clearTimeout(silence));
    say(box.dataset.sending);
    request.send(body);
    input.disabled = true;
  };

  input.addEventListener("change", () => {
    if (!input.files.length) return;
    const body = new FormData();
    for (const file of input.files) body.append(input.name, file);
    body.append("csrf_token", input.form.elements.csrf_token.value);
    send(body);
  });
  again.addEventListener("click", () => stopped && send(stopped));
  window.addEventListener("online", () => stopped && send(stopped));
}
