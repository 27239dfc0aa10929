// What the interactive pages need of the browser, and what happens when their circuit breaks.

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";

export const system = () => /windows/i.test(navigator.userAgent) ? "windows" : /mac os|macintosh/i.test(navigator.userAgent) ? "mac" : "other";

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function open(dialog) {
  if (!dialog.open) dialog.showModal();
}

export function focus(selector) {
  document.querySelector(selector)?.focus();
}

export function reload() {
  location.reload();
}

// The base address of the page is not its own, so a bare fragment would lead elsewhere.
document.addEventListener("click", event => {
  if (!event.target.closest?.(".skip")) return;
  event.preventDefault();
  event.stopPropagation();
  focus("#content");
}, true);

document.addEventListener("click", event => {
  const closer = event.target.closest?.("[data-close]");
  if (closer) closer.closest("dialog")?.close();
  // The menu closes when something else is pressed.
  for (const menu of document.querySelectorAll("details.account[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", event => {
  const menu = event.key === "Escape" && document.querySelector("details.account[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const lost = document.getElementById("lost");
let leaving = false;
let down = false;

addEventListener("pagehide", () => { leaving = true; });

const pause = time => new Promise(done => setTimeout(done, time));

/** Goes on with the circuit where the server still has it; else the page begins anew, which leads to the sign-in where the session is over. */
async function recover() {
  for (let wait = 250; down && !leaving; wait = Math.min(wait * 2, 5000)) {
    try {
      const answer = await fetch("/_blazor/initializers", { cache: "no-store" });
      if (answer.status === 401) return location.reload();
      if (answer.ok && !await Blazor.reconnect()) return location.reload();
      if (answer.ok) return;
    } catch {
      // The server cannot be reached: once more, later.
    }
    await pause(wait);
  }
}

Blazor.start({
  circuit: {
    reconnectionHandler: {
      onConnectionDown: () => {
        if (down || leaving) return;
        down = true;
        lost.hidden = false;
        recover();
      },
      onConnectionUp: () => {
        down = false;
        lost.hidden = true;
      },
    },
  },
});
