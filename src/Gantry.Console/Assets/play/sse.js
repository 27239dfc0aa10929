// Reads server-sent events (HTML, §9.2.6) out of bytes that may be cut anywhere: within a letter, a line end, a line.

export class EventReader {
  #decoder = new TextDecoder("utf-8");
  #rest = "";
  #data = [];
  #event = "";
  #lastWasReturn = false;
  #lines;

  /** @param {(line: string) => void} lines Hears every line as it came, without its end. */
  constructor(lines = () => {}) {
    this.#lines = lines;
  }

  /** @returns {{event: string, data: string}[]} What is complete with these bytes. */
  push(bytes) {
    return this.#take(this.#decoder.decode(bytes, { stream: true }), false);
  }

  /** No more will come. An event without its blank line is given all the same: some servers leave it out. */
  end() {
    return this.#take(this.#decoder.decode(), true);
  }

  #take(text, ended) {
    const events = [];
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const letter = text[i];
      if (letter !== "\n" && letter !== "\r") {
        this.#lastWasReturn = false;
        continue;
      }
      // The second half of a line end that was cut in two.
      if (letter === "\n" && this.#lastWasReturn) {
        this.#lastWasReturn = false;
        from = i + 1;
        continue;
      }
      this.#lastWasReturn = letter === "\r";
      this.#line(this.#rest + text.slice(from, i), events);
      this.#rest = "";
      from = i + 1;
    }
    this.#rest += text.slice(from);
    if (ended) {
      if (this.#rest) this.#line(this.#rest, events);
      this.#rest = "";
      this.#line("", events, true);
    }
    return events;
  }

  #line(line, events, silent = false) {
    if (!silent) this.#lines(line);
    if (line === "") {
      if (this.#data.length) events.push({ event: this.#event || "message", data: this.#data.join("\n") });
      this.#data = [];
      this.#event = "";
      return;
    }
    if (line.startsWith(":")) return;
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    let value = colon < 0 ? "" : line.slice(colon + 1);
    if (value.startsWith(" ")) value = value.slice(1);
    if (name === "data") this.#data.push(value);
    else if (name === "event") this.#event = value;
  }
}
