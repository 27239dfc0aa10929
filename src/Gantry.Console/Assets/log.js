// What the usage log needs of the browser: the columns that were chosen, where the list stands, and that nobody looks any longer.

const place = "gantry-log-columns";
const list = () => document.querySelector(".log-list");
let page;

export function begin(given) {
  page = given;
  document.addEventListener("click", shut);
  document.addEventListener("keydown", shut);
  document.addEventListener("visibilitychange", look);
}

export function end() {
  page = undefined;
  document.removeEventListener("click", shut);
  document.removeEventListener("keydown", shut);
  document.removeEventListener("visibilitychange", look);
}

function look() {
  if (document.hidden) page?.invokeMethodAsync("HideAsync");
}

// What hangs from a button closes with Escape, and when something else is pressed.
function shut(event) {
  for (const drop of document.querySelectorAll("details.drop[open]")) {
    if (event.type === "keydown" ? event.key !== "Escape" : drop.contains(event.target)) continue;
    drop.open = false;
    if (event.type === "keydown") drop.querySelector("summary").focus();
  }
}

// Where the browser keeps nothing, what was chosen lasts as long as the page.
export function columns() {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

export function keep(chosen) {
  try {
    localStorage.setItem(place, chosen);
  } catch {
    return;
  }
}

export const atTop = () => (list()?.scrollTop ?? 0) < 24;

export function toTop() {
  list()?.scrollTo({ top: 0 });
}
