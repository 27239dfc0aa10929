// The playground: a client like any other, in the page. The key is in this module's memory and nowhere else; it goes when the page is left.

import { chat } from "./chat.js";
import { responses } from "./responses.js";
import { messages } from "./messages.js";
import { gemini } from "./gemini.js";
import { base64, dollars, eachFrame, make } from "./dom.js";
import { mark, read } from "./settings.js";
import { blank, curl, send, shown } from "./send.js";
import { AnswerView, resultTurn, userTurn } from "./talk.js";

const wires = { chat, responses, messages, gemini };
const LongestRaw = 2_000_000;
const Example = [{ name: "get_weather", description: "The weather in a city", parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } }];

let open = null;

/** @param page Asks the server what a request cost: its method BillAsync takes the id. */
export async function start(root, secret, words, page) {
  leave();
  open = new Playground(root, secret, words, page);
  await open.begin();
}

export async function rekey(secret) {
  await open?.take(secret);
}

/** Breaks off what runs and forgets the key. */
export function leave() {
  open?.close();
  open = null;
}

class Playground {
  #root;
  #secret;
  #words;
  #page;
  #turns = [];
  #pictures = [];
  #running = null;
  #request = null;
  #closing = new AbortController();

  constructor(root, secret, words, page) {
    [this.#root, this.#secret, this.#words, this.#page] = [root, secret, words, page];
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  async begin() {
    const on = (name, type, act) => this.#part(name).addEventListener(type, act, { signal: this.#closing.signal });
    on("composer", "submit", event => {
      event.preventDefault();
      this.#ask();
    });
    on("prompt", "keydown", event => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#ask();
    });
    on("stop", "click", () => this.#running?.abort());
    on("anew", "click", () => this.#anew());
    on("curl", "click", () => this.#curl());
    on("protocol", "change", () => this.#fit());
    on("file", "change", event => this.#attach(event.target));
    on("example", "click", () => {
      const field = this.#part("tools");
      field.value = JSON.stringify(Example, null, 2);
      mark(field, "");
      field.focus();
    });
    this.#fit();
    await this.#models();
  }

  async take(secret) {
    this.#secret = secret;
    await this.#models();
  }

  close() {
    this.#closing.abort();
    this.#running?.abort();
    this.#secret = "";
    this.#turns = [];
  }

  get #wire() {
    return wires[this.#part("protocol").value];
  }

  #fit() {
    this.#part("effort").closest(".field").hidden = !this.#wire.efforts;
    this.#part("budget").closest(".field").hidden = !this.#wire.budget;
  }

  async #models() {
    const select = this.#part("model");
    const chosen = select.value;
    try {
      const answer = await fetch("/v1/models", { headers: { authorization: `Bearer ${this.#secret}` }, credentials: "omit", cache: "no-store", signal: this.#closing.signal });
      const list = (await answer.json()).data ?? [];
      select.replaceChildren(...list.map(model => make("option", { value: model.id, text: model.id })));
      if (list.some(model => model.id === chosen)) select.value = chosen;
      mark(select, list.length ? "" : this.#words.noModels);
    } catch {
      if (!this.#closing.signal.aborted) mark(select, this.#words.lost);
    }
  }

  async #attach(input) {
    for (const file of input.files) {
      const picture = { name: file.name, type: file.type, data: await base64(file) };
      const drop = make("button", { type: "button", class: "quiet", "aria-label": `${this.#words.remove} ${file.name}`, text: "×" });
      const shown = make("span", { class: "attached" }, make("img", { src: `data:${file.type};base64,${picture.data}`, alt: file.name }), drop);
      drop.addEventListener("click", () => {
        this.#pictures = this.#pictures.filter(one => one !== picture);
        shown.remove();
        this.#part("prompt").focus();
      });
      this.#pictures.push(picture);
      this.#part("attached").append(shown);
    }
    input.value = "";
  }

  #ask() {
    const prompt = this.#part("prompt");
    if (this.#running || (!prompt.value.trim() && !this.#pictures.length)) return;
    if (!read(this.#root, this.#wire, this.#words)) return;
    const turn = { role: "user", text: prompt.value.trim(), images: this.#pictures };
    this.#add(turn, userTurn(turn, this.#words));
    prompt.value = "";
    this.#pictures = [];
    this.#part("attached").replaceChildren();
    this.#run();
  }

  #add(turn, element) {
    this.#turns.push(turn);
    this.#part("none").hidden = true;
    this.#part("talk").append(element);
    element.scrollIntoView({ block: "nearest" });
  }

  async #run() {
    const wire = this.#wire;
    const settings = read(this.#root, wire, this.#words);
    if (!settings || this.#running) return;
    this.#request = wire.build(this.#turns, settings);
    const view = new AnswerView(settings.model, this.#words);
    this.#part("talk").append(view.element);
    this.#part("request").textContent = shown(this.#request);
    const raw = this.#raw();
    const running = (this.#running = new AbortController());
    const busy = on => {
      this.#part("send").disabled = on;
      this.#part("stop").hidden = !on;
    };
    busy(true);
    let answer = blank();
    const growing = eachFrame(() => {
      view.grow(answer);
      if (!this.#closing.signal.aborted) this.#keepInView();
    });
    const began = performance.now();
    try {
      answer = await send(this.#request, this.#secret, wire, running.signal, {
        raw: raw.line,
        grown: so => {
          answer = so;
          growing.ask();
        },
      });
    } catch {
      answer.broken = running.signal.aborted ? "stopped" : "lost";
    }
    if (this.#closing.signal.aborted) return;
    raw.now();
    growing.now();
    this.#running = null;
    busy(false);
    this.#conclude(view, answer, (performance.now() - began) / 1000);
  }

  #conclude(view, answer, seconds) {
    const again = () => this.#run();
    answer.calls = answer.calls.filter(Boolean);
    if (answer.broken === "stopped") view.stopped(again);
    else if (answer.broken) view.lost(again);
    else if (answer.error) view.fail(answer, again);
    else {
      this.#turns.push({ role: "assistant", text: answer.text, calls: answer.calls, native: answer.native });
      if (answer.calls.length) view.ask(answer.calls, results => {
        const turn = { role: "tool", results };
        this.#add(turn, resultTurn(turn, this.#words));
        this.#run();
      });
      else this.#part("prompt").focus();
    }
    this.#part("said").textContent = answer.broken || answer.error ? this.#words.ended : this.#words.done;
    this.#bill(view, answer, seconds);
  }

  async #bill(view, answer, seconds) {
    const facts = bill => [
      `${seconds.toFixed(1)} s`,
      bill ? dollars(bill.charged) : answer.cost ? dollars(answer.cost) : "",
      bill ? `${bill.input} ${this.#words.tokensIn}` : "",
      bill?.cached ? `${bill.cached} ${this.#words.tokensCached}` : "",
      bill ? `${bill.output} ${this.#words.tokensOut}` : "",
      bill?.reasoning ? `${bill.reasoning} ${this.#words.tokensThought}` : "",
    ];
    view.meta(facts(null), answer.id);
    if (!answer.id) return;
    try {
      const bill = await this.#page.invokeMethodAsync("BillAsync", answer.id);
      if (bill) view.meta(facts(bill), answer.id);
    } catch {
      // The page was left meanwhile; the usage log has it all the same.
    }
  }

  #raw() {
    const pane = this.#part("response");
    pane.textContent = "";
    let waiting = "";
    let length = 0;
    const painting = eachFrame(() => {
      pane.append(waiting);
      waiting = "";
    });
    return {
      line: line => {
        length += line.length + 1;
        if (length > LongestRaw) return;
        waiting += `${line}\n`;
        painting.ask();
      },
      now: () => painting.now(),
    };
  }

  #keepInView() {
    const talk = this.#part("talk");
    if (talk.scrollHeight - talk.scrollTop - talk.clientHeight < 160) talk.scrollTop = talk.scrollHeight;
  }

  #anew() {
    this.#running?.abort();
    this.#turns = [];
    this.#request = null;
    this.#part("talk").replaceChildren();
    this.#part("none").hidden = false;
    this.#part("request").textContent = "";
    this.#part("response").textContent = "";
    this.#part("prompt").focus();
  }

  async #curl() {
    const say = this.#part("said");
    if (!this.#request) {
      say.textContent = this.#words.nothingYet;
      return;
    }
    try {
      await navigator.clipboard.writeText(curl(this.#request, location.origin));
      say.textContent = this.#words.copied;
    } catch {
      say.textContent = this.#words.notCopied;
    }
  }
}
