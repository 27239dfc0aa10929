// The image studio: requests for pictures, several at once, and the shelf of what came. The key is in this module's memory and nowhere else.

import { dollars, make } from "./dom.js";
import { build, choices, estimate, blobOf } from "./images.js";
import { MaskEditor } from "./mask.js";
import { card, draw, failure, JobView } from "./picture.js";
import { mark } from "./settings.js";
import { Shelf } from "./shelf.js";

const MostAtOnce = 6;

let open = null;

/** @param page Asks the server what a request cost: its method BillAsync takes the id. */
export async function start(root, secret, words, page) {
  leave();
  open = new Studio(root, secret, words, page);
  await open.begin();
}

export async function rekey(secret) {
  await open?.take(secret);
}

export function leave() {
  open?.close();
  open = null;
}

class Studio {
  #root;
  #secret;
  #words;
  #page;
  #shelf;
  #mask;
  #uploaded = null;
  #inputs = [];
  #prices = new Map();
  #jobs = new Set();
  #cards = new Map();
  #closing = new AbortController();

  constructor(root, secret, words, page) {
    [this.#root, this.#secret, this.#words, this.#page] = [root, secret, words, page];
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  async begin() {
    const on = (name, type, act) => this.#part(name).addEventListener(type, act, { signal: this.#closing.signal });
    on("form", "submit", event => {
      event.preventDefault();
      this.#draw();
    });
    on("form", "change", () => this.#weigh());
    on("model", "change", () => this.#fit());
    on("file", "change", event => this.#take([...event.target.files], event.target));
    on("mask-file", "change", event => {
      this.#uploaded = event.target.files[0] ?? null;
      this.#part("mask-said").textContent = this.#uploaded ? this.#uploaded.name : "";
    });
    on("mask-clear", "click", () => {
      this.#mask.clear();
      this.#forgetMask();
    });
    on("clear", "click", () => this.#clear());
    this.#mask = new MaskEditor(this.#part("canvas"), this.#part("brush"), this.#closing.signal);
    this.#shelf = await Shelf.open(this.#words.owner);
    for (const picture of (await this.#shelf.all()).reverse()) this.#show(picture);
    this.#count();
    await this.#models();
  }

  async take(secret) {
    this.#secret = secret;
    await this.#models();
  }

  close() {
    this.#closing.abort();
    for (const job of this.#jobs) job.abort();
    for (const shown of this.#cards.values()) shown.release();
    this.#shelf?.close();
    this.#secret = "";
  }

  // The price list says which models make pictures, and for how much.
  async #models() {
    const select = this.#part("model");
    const chosen = select.value;
    try {
      const answer = await fetch("/api/pricing", { headers: { authorization: `Bearer ${this.#secret}` }, credentials: "omit", cache: "no-store", signal: this.#closing.signal });
      const all = new Map();
      for (const group of (await answer.json()).groups ?? []) for (const model of group.models) if (model.available && !all.has(model.id)) all.set(model.id, model.prices ?? []);
      this.#prices = all;
      const draws = [...all].filter(([, lines]) => lines.some(line => line.dimension.startsWith("image"))).map(([id]) => id);
      const others = [...all.keys()].filter(id => !draws.includes(id));
      const options = ids => ids.map(id => make("option", { value: id, text: id }));
      select.replaceChildren(...(draws.length ? [make("optgroup", { label: this.#words.draws }, ...options(draws))] : []), ...(others.length ? [make("optgroup", { label: this.#words.others }, ...options(others))] : []));
      if (all.has(chosen)) select.value = chosen;
      mark(select, all.size ? "" : this.#words.noModels);
    } catch {
      if (!this.#closing.signal.aborted) mark(select, this.#words.lost);
    }
    this.#fit();
  }

  #fit() {
    const allowed = choices(this.#part("model").value);
    const fill = (name, list) => {
      const select = this.#part(name);
      const before = select.value;
      select.replaceChildren(...list.map(value => make("option", { value, text: value || this.#words.usual })));
      if (list.includes(before)) select.value = before;
      select.disabled = list.length < 2;
    };
    fill("size", allowed.sizes);
    fill("quality", allowed.qualities);
    fill("background", allowed.backgrounds);
    const count = this.#part("count");
    count.max = allowed.most;
    if (Number(count.value) > allowed.most) count.value = allowed.most;
    this.#part("grow").disabled = !allowed.partial;
    this.#weigh();
  }

  #settings() {
    const value = name => this.#part(name).value;
    return { model: value("model"), prompt: value("prompt").trim(), size: value("size"), quality: value("quality"), background: value("background"), count: Math.trunc(Number(value("count"))) || 1, grow: this.#part("grow").checked };
  }

  #weigh() {
    const s = this.#settings();
    const amount = estimate(this.#prices.get(s.model) ?? [], s);
    this.#part("estimate").textContent = amount ? `${this.#words.about} ${dollars(amount)}` : this.#words.unknown;
  }

  async #take(files, input) {
    for (const file of files) {
      const url = URL.createObjectURL(file);
      const drop = make("button", { type: "button", class: "quiet", "aria-label": `${this.#words.remove} ${file.name ?? ""}`, text: "×" });
      const shown = make("span", { class: "attached" }, make("img", { src: url, alt: file.name ?? this.#words.input }), drop);
      drop.addEventListener("click", () => {
        this.#inputs = this.#inputs.filter(one => one !== file);
        URL.revokeObjectURL(url);
        shown.remove();
        this.#inputsChanged();
      });
      this.#inputs.push(file);
      this.#part("attached").append(shown);
    }
    if (input) input.value = "";
    await this.#inputsChanged();
  }

  async #inputsChanged() {
    const editing = this.#inputs.length > 0;
    this.#part("draw").textContent = editing ? this.#words.change : this.#words.draw;
    this.#forgetMask();
    // Not seen before it can be painted on.
    if (editing) await this.#mask.take(this.#inputs[0]);
    this.#part("masking").hidden = this.#inputs.length === 0;
  }

  #forgetMask() {
    this.#uploaded = null;
    this.#part("mask-file").value = "";
    this.#part("mask-said").textContent = "";
  }

  async #draw() {
    const s = this.#settings();
    const prompt = this.#part("prompt");
    mark(prompt, s.prompt ? "" : this.#words.noPrompt);
    mark(this.#part("model"), s.model ? "" : this.#words.noModels);
    if (!s.prompt || !s.model) return prompt.focus();
    if (this.#jobs.size >= MostAtOnce) {
      this.#part("said").textContent = this.#words.tooMany;
      return;
    }
    const job = new AbortController();
    this.#jobs.add(job);
    const view = new JobView(s.prompt, this.#words, () => job.abort());
    this.#part("shelf").prepend(view.element);
    this.#part("none").hidden = true;
    this.#part("said").textContent = this.#words.begun;
    let id = "";
    try {
      const mask = this.#inputs.length ? this.#uploaded ?? (await this.#mask.blob()) : null;
      const result = await draw(build(s, this.#inputs, mask), this.#secret, job.signal, (picture, request) => {
        id = request;
        if (picture) view.grow(picture);
      });
      await this.#finish(s, view, result);
    } catch {
      if (this.#closing.signal.aborted) return view.stop();
      view.fail(job.signal.aborted ? this.#words.cancelled : this.#words.lost);
      const bill = await this.#bill(id);
      if (bill) view.charged(dollars(bill.charged));
    } finally {
      this.#jobs.delete(job);
      this.#count();
    }
  }

  async #finish(s, view, result) {
    const made = result.pictures.filter(picture => picture.data);
    if (!made.length) return view.fail(failure(result, this.#words));
    const shown = [];
    for (const [index, picture] of made.entries()) {
      const kept = { id: `${result.id || crypto.randomUUID()}-${index}`, at: Date.now() + index, prompt: s.prompt, model: s.model, size: s.size, quality: s.quality, request: result.id, cost: "", blob: blobOf(picture) };
      shown.push([kept, this.#show(kept, view.element)]);
      for (const gone of await this.#shelf.keep(kept)) this.#takeDown(gone);
    }
    view.stop();
    view.element.remove();
    this.#part("said").textContent = this.#words.finished;
    const bill = await this.#bill(result.id);
    if (!bill) return;
    for (const [kept, one] of shown) {
      // One bill for all pictures of a request: it stands at the first.
      kept.cost = kept === shown[0][0] ? bill.charged : "";
      if (kept.cost) one.priced(kept.cost);
      if (this.#cards.has(kept.id)) await this.#shelf.keep(kept);
    }
  }

  async #bill(id) {
    if (!id || this.#closing.signal.aborted) return null;
    try {
      return await this.#page.invokeMethodAsync("BillAsync", id);
    } catch {
      // The page was left meanwhile; the usage log has it all the same.
      return null;
    }
  }

  #show(picture, before = null) {
    const shown = card(picture, this.#words, { edit: one => this.#edit(one), remove: one => this.#remove(one) });
    this.#cards.set(picture.id, shown);
    if (before) before.before(shown.element);
    else this.#part("shelf").prepend(shown.element);
    return shown;
  }

  async #edit(picture) {
    await this.#take([new File([picture.blob], `${picture.prompt.slice(0, 40)}.png`, { type: picture.blob.type })]);
    this.#part("prompt").focus();
  }

  async #remove(picture) {
    await this.#shelf.drop(picture.id);
    this.#takeDown(picture.id);
    this.#count();
    this.#part("prompt").focus();
  }

  async #clear() {
    await this.#shelf.clear();
    for (const id of [...this.#cards.keys()]) this.#takeDown(id);
    this.#count();
    this.#part("prompt").focus();
  }

  #takeDown(id) {
    const shown = this.#cards.get(id);
    shown?.element.remove();
    shown?.release();
    this.#cards.delete(id);
  }

  #count() {
    this.#part("none").hidden = this.#cards.size + this.#jobs.size > 0;
    this.#part("clear").hidden = this.#cards.size === 0;
  }
}
