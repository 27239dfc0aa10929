// How a conversation looks. The view of a turn knows nothing of protocols.

import { make } from "./dom.js";
import { reason } from "./send.js";

export function userTurn(turn, words) {
  const pictures = turn.images.map(image => make("img", { src: `data:${image.type};base64,${image.data}`, alt: image.name }));
  return make("article", { class: "turn user" }, make("h3", { text: words.you }), turn.text ? make("div", { class: "said", text: turn.text }) : null, pictures.length ? make("div", { class: "pictures" }, ...pictures) : null);
}

export function resultTurn(turn, words) {
  const results = turn.results.map(result => make("div", { class: "call" }, make("p", {}, make("code", { text: result.name })), make("pre", { text: result.text, tabindex: "0" })));
  return make("article", { class: "turn user" }, make("h3", { text: words.results }), ...results);
}

/** An answer that grows. */
export class AnswerView {
  #words;
  #said = make("div", { class: "said" });
  #thought = make("div", { class: "said" });
  #thinking;
  #calls = make("div", { class: "calls" });
  #meta = make("p", { class: "meta hint" });
  #problem = make("div", {});

  constructor(model, words) {
    this.#words = words;
    this.#thinking = make("details", { class: "thinking", hidden: true }, make("summary", { text: words.thinking }), this.#thought);
    this.element = make("article", { class: "turn assistant" }, make("h3", { text: model }), this.#thinking, this.#said, this.#calls, this.#problem, this.#meta);
    this.#meta.textContent = words.waiting;
  }

  grow(answer) {
    this.#said.textContent = answer.text;
    this.#thought.textContent = answer.thought;
    this.#thinking.hidden = !answer.thought;
    const calls = answer.calls.filter(Boolean);
    this.#calls.replaceChildren(...calls.map(call => make("div", { class: "call" }, make("p", { text: `${this.#words.calls} ` }, make("code", { text: call.name })), make("pre", { text: pretty(call.input), tabindex: "0" }))));
  }

  /** Asks for what the tools would have said. */
  ask(calls, done) {
    const fields = calls.map((call, index) => {
      const id = `result-${call.id || index}-${Date.now()}`;
      return { call, field: make("textarea", { id, rows: "2", spellcheck: "false" }), label: make("label", { for: id, text: `${this.#words.resultOf} ${call.name}` }) };
    });
    const button = make("button", { type: "submit", class: "main", text: this.#words.sendResults });
    const form = make("form", { class: "answers" }, ...fields.flatMap(({ label, field }) => [label, field]), make("div", { class: "actions" }, button));
    form.addEventListener("submit", event => {
      event.preventDefault();
      form.remove();
      done(fields.map(({ call, field }) => ({ id: call.id, given: call.given, name: call.name, text: field.value })));
    });
    this.#calls.append(form);
    fields[0].field.focus();
  }

  fail(answer, again) {
    const origin = answer.origin ? ` ${this.#words.origin} ${answer.origin}.` : "";
    this.#show("alert", `${answer.status >= 400 ? `HTTP ${answer.status}. ` : ""}${reason(answer.error)}${origin}`, again);
  }

  lost(again) {
    this.#show("alert", this.#words.lost, again);
  }

  stopped(again) {
    this.#show("callout", this.#words.stopped, again);
  }

  #show(kind, text, again) {
    const button = make("button", { type: "button", text: this.#words.again });
    button.addEventListener("click", () => {
      this.element.remove();
      again();
    });
    this.#problem.replaceChildren(make("div", { class: kind, role: kind === "alert" ? "alert" : "status" }, make("p", { text }), make("p", {}, button)));
  }

  /** Who answered in how long for how much. */
  meta(facts, id) {
    const link = id ? make("a", { href: `/console/log?request=${encodeURIComponent(id)}`, text: this.#words.request }) : null;
    this.#meta.replaceChildren(document.createTextNode(facts.filter(Boolean).join(" · ") + (facts.some(Boolean) && link ? " · " : "")), ...(link ? [link] : []));
  }
}

function pretty(input) {
  try {
    return JSON.stringify(JSON.parse(input), null, 2);
  } catch {
    return input;
  }
}
