// How requests for pictures run, and how they and their pictures look.

import { EventReader } from "./sse.js";
import { blobOf, pictures } from "./images.js";
import { dollars, make } from "./dom.js";
import { reason } from "./send.js";

/**
 * Sends one.
 * @param {(picture: object) => void} grown Hears of every picture that is not done yet.
 * @returns {{ok: boolean, status: number, id: string, origin: string, error: object, pictures: object[]}}
 */
export async function draw(request, secret, signal, grown) {
  const response = await fetch(request.path, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, ...(request.type ? { "content-type": request.type } : {}) },
    body: request.body,
    signal,
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  const result = { status: response.status, id: response.headers.get("x-request-id") ?? "", origin: response.headers.get("x-gantry-error-origin") ?? "", error: null, pictures: [] };
  grown(null, result.id);
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) await stream(response, result, grown);
  else await whole(response, result);
  return result;
}

async function stream(response, result, grown) {
  const events = new EventReader();
  const take = list => {
    for (const { data } of list) {
      let json;
      try {
        json = JSON.parse(data);
      } catch {
        continue;
      }
      if (json.error) result.error = json;
      else if (json.type?.endsWith(".partial_image")) grown(blobOf(pictures(json)[0]), result.id);
      else if (json.type?.endsWith(".completed")) result.pictures = pictures(json);
    }
  };
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) take(events.push(part.value));
  take(events.end());
}

async function whole(response, result) {
  const text = await response.text();
  try {
    const json = JSON.parse(text);
    if (response.ok) result.pictures = pictures(json);
    else result.error = json;
  } catch {
    result.error = { error: { message: text.slice(0, 2000) } };
  }
}

/** A request that runs: what grows, for how long by now, and a button against it. */
export class JobView {
  #time = make("span", { class: "hint", text: "0 s" });
  #picture = make("div", { class: "frame" });
  #actions;
  #clock;
  #words;
  #url = null;

  constructor(prompt, words, cancel) {
    this.#words = words;
    const button = make("button", { type: "button", text: words.cancel });
    button.addEventListener("click", cancel);
    this.#actions = make("div", { class: "actions" }, button, this.#time);
    this.element = make("li", { class: "picture running" }, this.#picture, make("p", { class: "prompt", text: prompt }), this.#actions);
    const began = performance.now();
    this.#clock = setInterval(() => (this.#time.textContent = `${Math.round((performance.now() - began) / 1000)} s`), 1000);
  }

  grow(blob) {
    this.#release();
    this.#url = URL.createObjectURL(blob);
    this.#picture.replaceChildren(make("img", { src: this.#url, alt: this.#words.growing }));
  }

  stop() {
    clearInterval(this.#clock);
    this.#release();
  }

  fail(text) {
    this.stop();
    const button = make("button", { type: "button", text: this.#words.dismiss });
    button.addEventListener("click", () => this.element.remove());
    this.element.classList.remove("running");
    this.#picture.replaceChildren(make("p", { class: "alert", role: "alert", text }));
    this.#actions.replaceChildren(button);
  }

  /** What was asked for costs although nothing came of it. */
  charged(text) {
    this.#actions.append(make("span", { class: "hint", text }));
  }

  #release() {
    if (this.#url) letGo(this.#url);
  }
}

// The browser may not have begun to read a picture that is replaced or deleted: the address holds a moment longer.
const letGo = url => setTimeout(() => URL.revokeObjectURL(url), 10_000);

export const failure = (result, words) => `${result.status >= 400 ? `HTTP ${result.status}. ` : ""}${result.error ? reason(result.error) : words.nothingCame}${result.origin ? ` ${words.origin} ${result.origin}.` : ""}`;

/** A picture that is done. */
export function card(picture, words, acts) {
  const url = URL.createObjectURL(picture.blob);
  const name = `gantry-${new Date(picture.at).toISOString().slice(0, 19).replaceAll(":", "-")}.${picture.blob.type.split("/")[1] ?? "png"}`;
  const button = (text, act, kind = "quiet") => {
    const made = make("button", { type: "button", class: kind, text, "aria-label": `${text}: ${picture.prompt}` });
    made.addEventListener("click", () => act(picture));
    return made;
  };
  const cost = make("span", { class: "hint cost", text: picture.cost ? dollars(picture.cost) : "" });
  const element = make(
    "li",
    { class: "picture", "data-id": picture.id },
    make("a", { class: "frame", href: url, target: "_blank", rel: "noreferrer" }, make("img", { src: url, alt: picture.prompt })),
    make("p", { class: "prompt", text: picture.prompt }),
    make("p", { class: "hint" }, `${[picture.model, picture.size, picture.quality].filter(Boolean).join(" · ")} `, cost),
    make("div", { class: "actions" }, button(words.edit, acts.edit, ""), make("a", { class: "button quiet", href: url, download: name, text: words.download }), button(words.remove, acts.remove, "quiet danger")),
  );
  return {
    element,
    priced: amount => (cost.textContent = dollars(amount)),
    release: () => letGo(url),
  };
}
