// The Images endpoints: what a model takes, requests built, costs estimated. Nothing here touches a page.

const Usual = { sizes: ["", "1024x1024", "1536x1024", "1024x1536"], qualities: ["", "low", "medium", "high"], backgrounds: ["", "transparent", "opaque"], most: 10, partial: true, inline: false };

/** @returns What can be asked of a model; an empty text leaves the choice to it. */
export function choices(model) {
  if (model.includes("dall-e-2")) return { ...Usual, sizes: ["", "256x256", "512x512", "1024x1024"], qualities: [""], backgrounds: [""], partial: false, inline: true };
  if (model.includes("dall-e-3")) return { ...Usual, sizes: ["", "1024x1024", "1792x1024", "1024x1792"], qualities: ["", "standard", "hd"], backgrounds: [""], most: 1, partial: false, inline: true };
  return Usual;
}

/** The members of a request, in both shapes of it. */
function members(s) {
  const allowed = choices(s.model);
  const list = { model: s.model, prompt: s.prompt };
  if (s.count > 1) list.n = s.count;
  if (s.size) list.size = s.size;
  if (s.quality) list.quality = s.quality;
  if (s.background) list.background = s.background;
  // Older models give addresses otherwise, which the page's policy does not open.
  if (allowed.inline) list.response_format = "b64_json";
  if (s.grow && allowed.partial && s.count === 1) Object.assign(list, { stream: true, partial_images: 2 });
  return list;
}

/** @param pictures Blobs to be changed; none for a new picture. @param mask What may change is transparent in it; null for all. */
export function build(s, pictures, mask) {
  if (!pictures.length) return { path: "/v1/images/generations", type: "application/json", body: JSON.stringify(members(s)) };
  const form = new FormData();
  for (const [name, value] of Object.entries(members(s))) form.append(name, String(value));
  pictures.forEach((picture, index) => form.append(pictures.length > 1 ? "image[]" : "image", picture, `image-${index + 1}.${picture.type.split("/")[1] || "png"}`));
  if (mask) form.append("mask", mask, "mask.png");
  return { path: "/v1/images/edits", type: null, body: form };
}

// Output tokens of one picture, as the vendor publishes them: by quality, then by size.
const Tokens = {
  low: { "1024x1024": 272n, "1024x1536": 408n, "1536x1024": 400n },
  medium: { "1024x1024": 1056n, "1024x1536": 1584n, "1536x1024": 1568n },
  high: { "1024x1024": 4160n, "1024x1536": 6240n, "1536x1024": 6208n },
};

const Digits = 18;

/** Decimal text as an integer of 10^-18. */
function exact(text) {
  const [whole, rest = ""] = text.split(".");
  return BigInt(whole + rest.slice(0, Digits).padEnd(Digits, "0"));
}

function decimal(amount) {
  const text = amount.toString().padStart(Digits + 1, "0");
  const rest = text.slice(-Digits).replace(/0+$/, "");
  return `${text.slice(0, -Digits)}.${rest.padEnd(2, "0")}`;
}

/**
 * @param lines Of the price list: {dimension, variant, service_tier, charged}.
 * @returns USD as decimal text, without what the prompt costs; null where the list does not say.
 */
export function estimate(lines, s) {
  const usual = lines.filter(line => !line.prompt_tokens && ["standard", "default", undefined].includes(line.service_tier));
  const [quality, size] = [s.quality || "medium", s.size || "1024x1024"];
  const images = usual.filter(line => line.dimension === "image");
  const piece = images.find(line => line.variant === `${quality}/${size}`) ?? images.find(line => !line.variant);
  if (piece) return decimal(exact(piece.charged) * BigInt(s.count));
  const output = usual.find(line => line.dimension === "image_output");
  const tokens = Tokens[quality]?.[size];
  return output && tokens ? decimal((exact(output.charged) * tokens * BigInt(s.count)) / 1_000_000n) : null;
}

/** The pictures of an answer, or of the last event of a stream, as {data} or {url}. */
export function pictures(json) {
  if (json.b64_json) return [{ data: json.b64_json, type: `image/${json.output_format ?? "png"}` }];
  return (json.data ?? []).map(item => (item.b64_json ? { data: item.b64_json, type: `image/${json.output_format ?? "png"}` } : { url: item.url }));
}

export function blobOf({ data, type }) {
  const letters = atob(data);
  return new Blob([Uint8Array.from(letters, letter => letter.charCodeAt(0))], { type });
}
