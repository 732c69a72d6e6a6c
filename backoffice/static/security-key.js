// Asks a security key, on the two pages that need one, and puts its answer into the form.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

const decoded = (options) => {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    for (const known of options[name] || []) known.id = bytes(known.id);
  }
  return options;
};

const encoded = (credential) => {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[name]) response[name] = text(answer[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

for (const form of document.querySelectorAll("[data-security-key]")) {
  const button = form.querySelector("button");
  const told = form.querySelector(".problem");
  button.disabled = !window.PublicKeyCredential;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.hidden = true;
    button.disabled = true;
    try {
      const publicKey = decoded(JSON.parse(form.dataset.options));
      const ask = form.dataset.securityKey;
      const credential = await navigator.credentials[ask]({ publicKey });
      form.querySelector("[name$=answer]").value = encoded(credential);
      form.submit();
    } catch {
      told.hidden = false;
      button.disabled = false;
    }
  });
}
