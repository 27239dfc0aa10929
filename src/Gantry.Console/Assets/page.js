// What is nicer with a script and works without one.

// Times in the reader's own zone; the server writes UTC.
const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
function localize(where) {
  for (const time of where.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = local.format(at);
  }
}
localize(document);

// What shows the present is read anew while somebody looks; where that fails, what is there stays.
const fresh = document.querySelector("[data-refresh]");
async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-refresh]");
    if (!next) return;
    localize(next);
    fresh.replaceChildren(...next.childNodes);
  } catch {
    // The server cannot be reached: once more, later.
  }
}
if (fresh) setInterval(refresh, Number(fresh.dataset.refresh) * 1000);

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    const words = [...button.childNodes];
    button.replaceChildren("Copied");
    setTimeout(() => button.replaceChildren(...words), 2000);
  });
}

// Only the browser knows how it came here: a proxy may have ended TLS.
const insecure = document.getElementById("insecure");
if (insecure && !window.isSecureContext) insecure.hidden = false;

// A link's token stands behind the #, where no log and no Referer has it. It goes on by the form, and out of the history.
const presented = document.querySelector("form[data-fragment]");
function present() {
  if (!presented || location.hash.length < 2) return;
  presented.elements[presented.dataset.fragment].value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  presented.requestSubmit();
}
// Not before: leaving now would break off what is still being loaded.
if (document.readyState === "complete") present();
else window.addEventListener("load", present);
// Another link to the same page does not load it anew.
window.addEventListener("hashchange", present);
