/* A page sent without a network is lost with all that was typed in it: browsers show a page of their
   own instead. So the portal is asked first whether it is there. What is typed stays in the page and
   nowhere else: on a borrowed telephone nothing is left behind. Without this script, a page is sent
   at once, as ever. */
"use strict";
for (const form of document.querySelectorAll("form[data-kept]")) {
  if (!form.requestSubmit || !window.fetch) continue;
  const patience = 10000;
  /* Milliseconds for which the network that brought the page is trusted: most pages take longer to
     fill in, and those that do not are sent without a question first. */
  const fresh = 15000;
  let asking = false;
  let reached = false;
  const said = document.createElement("p");
  said.className = "notice kept";
  said.setAttribute("role", "alert");
  form.append(said);

  form.addEventListener("submit", (event) => {
    if (reached || (navigator.onLine && performance.now() < fresh)) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    said.textContent = "";
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    fetch(form.dataset.there, { method: "HEAD", cache: "no-store", signal: stop.signal })
      .then(() => {
        reached = true;
        form.requestSubmit(event.submitter || undefined);
      })
      .catch(() => { said.textContent = form.dataset.kept; })
      .finally(() => { clearTimeout(timer); asking = false; });
  });
  /* Whoever comes back to the page by the browser's own button is asked for anew. */
  window.addEventListener("pageshow", () => { reached = false; });
}
