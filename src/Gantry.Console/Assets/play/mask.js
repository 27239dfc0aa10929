// Painting what may change over a picture. Painted places become transparent in the mask, as the endpoint wants it.

export class MaskEditor {
  #view;
  #strokes = document.createElement("canvas");
  #picture;
  #last = null;
  #touched = false;

  /** @param view The canvas that is seen. @param brush Its field for the width of the brush, in hundredths of the picture's width. */
  constructor(view, brush, signal) {
    this.#view = view;
    const on = (type, act) => view.addEventListener(type, act, { signal });
    on("pointerdown", event => {
      view.setPointerCapture(event.pointerId);
      this.#last = this.#place(event);
      this.#stroke(this.#last, brush.value);
    });
    on("pointermove", event => {
      if (!this.#last) return;
      const place = this.#place(event);
      this.#stroke(place, brush.value);
      this.#last = place;
    });
    for (const type of ["pointerup", "pointercancel"]) on(type, () => (this.#last = null));
  }

  /** Begins anew over a picture. */
  async take(blob) {
    this.#picture?.close();
    this.#picture = await createImageBitmap(blob);
    for (const canvas of [this.#view, this.#strokes]) [canvas.width, canvas.height] = [this.#picture.width, this.#picture.height];
    this.clear();
  }

  clear() {
    this.#strokes.getContext("2d").clearRect(0, 0, this.#strokes.width, this.#strokes.height);
    this.#touched = false;
    this.#paint();
  }

  /** @returns A PNG of the picture's size; null where nothing was painted. */
  async blob() {
    if (!this.#touched) return null;
    const mask = document.createElement("canvas");
    [mask.width, mask.height] = [this.#strokes.width, this.#strokes.height];
    const pen = mask.getContext("2d");
    pen.fillRect(0, 0, mask.width, mask.height);
    pen.globalCompositeOperation = "destination-out";
    pen.drawImage(this.#strokes, 0, 0);
    return await new Promise(good => mask.toBlob(good, "image/png"));
  }

  #place(event) {
    const seen = this.#view.getBoundingClientRect();
    return { x: ((event.clientX - seen.left) * this.#view.width) / seen.width, y: ((event.clientY - seen.top) * this.#view.height) / seen.height };
  }

  #stroke(to, width) {
    const pen = this.#strokes.getContext("2d");
    pen.lineCap = pen.lineJoin = "round";
    pen.lineWidth = Math.max(1, (this.#strokes.width * width) / 100);
    pen.beginPath();
    pen.moveTo(this.#last.x, this.#last.y);
    pen.lineTo(to.x + 0.01, to.y);
    pen.stroke();
    this.#touched = true;
    this.#paint();
  }

  #paint() {
    const pen = this.#view.getContext("2d");
    pen.globalAlpha = 1;
    pen.drawImage(this.#picture, 0, 0);
    // Seen on light and dark pictures alike.
    pen.globalAlpha = 0.55;
    const tint = document.createElement("canvas");
    [tint.width, tint.height] = [this.#view.width, this.#view.height];
    const color = tint.getContext("2d");
    color.drawImage(this.#strokes, 0, 0);
    color.globalCompositeOperation = "source-in";
    color.fillStyle = "#e0218a";
    color.fillRect(0, 0, tint.width, tint.height);
    pen.drawImage(tint, 0, 0);
    pen.globalAlpha = 1;
  }
}
