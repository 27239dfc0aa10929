// Elements made without HTML: whatever a model says stays text.

export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children.filter(Boolean));
  return element;
}

/** Shows what was said since the last frame, once a frame: fast answers come in more pieces than eyes can see. */
export function eachFrame(show) {
  let asked = 0;
  const paint = () => {
    asked = 0;
    show();
  };
  return {
    ask() {
      asked ||= requestAnimationFrame(paint);
    },
    now() {
      cancelAnimationFrame(asked);
      paint();
    },
  };
}

export async function base64(blob) {
  const url = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(",") + 1);
}

export const dollars = text => `$${text}`;
