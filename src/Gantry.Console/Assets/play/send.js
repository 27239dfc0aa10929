// Sends a request to this gateway as a client would, and reads the answer as it comes. Pages alone hold the key; what is shown of a request has a word in its place.

import { EventReader } from "./sse.js";

const CostComment = /^: x-gantry-cost \d+ x-gantry-cost-usd (\d+(?:\.\d+)?)/;

/** @returns An answer before its first word. */
export const blank = () => ({ text: "", thought: "", calls: [], error: null, native: null, cost: null, status: 0, id: "", origin: "" });

/**
 * @param {{path: string, key: [string, string], headers: Record<string, string>, body: object}} request
 * @param {string} secret
 * @param {{event: Function, whole: Function}} wire The protocol of the request.
 * @param {AbortSignal} signal Breaks it off.
 * @param {{raw: (line: string) => void, grown: (answer: object) => void}} hear
 */
export async function send(request, secret, wire, signal, hear) {
  const answer = blank();
  const [name, scheme] = request.key;
  const response = await fetch(request.path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-gantry-include-cost": "1", ...request.headers, [name]: scheme + secret },
    body: JSON.stringify(request.body),
    signal,
    // The session's cookie is no business of the client endpoints.
    credentials: "omit",
    cache: "no-store",
    redirect: "error",
    referrerPolicy: "no-referrer",
  });
  answer.status = response.status;
  answer.id = response.headers.get("x-request-id") ?? "";
  answer.origin = response.headers.get("x-gantry-error-origin") ?? "";
  answer.cost = response.headers.get("x-gantry-cost-usd");
  hear.raw(`HTTP ${response.status}`);
  for (const [header, value] of response.headers) hear.raw(`${header}: ${value}`);
  hear.raw("");
  hear.grown(answer);
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) await stream(response, wire, answer, hear);
  else await whole(response, wire, answer, hear);
  return answer;
}

async function stream(response, wire, answer, hear) {
  const events = new EventReader(line => {
    hear.raw(line);
    answer.cost = CostComment.exec(line)?.[1] ?? answer.cost;
  });
  const take = list => {
    for (const event of list) wire.event(answer, event);
    if (list.length) hear.grown(answer);
  };
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) take(events.push(part.value));
  take(events.end());
}

async function whole(response, wire, answer, hear) {
  const text = await response.text();
  let json = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Shown as it came.
  }
  for (const line of (json ? JSON.stringify(json, null, 2) : text).split("\n")) hear.raw(line);
  if (!response.ok) answer.error = json ?? { error: { message: text.slice(0, 2000) } };
  else if (json) wire.whole(answer, json);
  hear.grown(answer);
}

/** What an error says, whatever its protocol. */
export function reason(error) {
  const told = error?.error ?? error;
  return typeof told === "string" ? told : told?.message ?? JSON.stringify(error);
}

/** The request as a line for a shell, with a word in the place of the key. */
export function curl(request, origin) {
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  const headers = { "content-type": "application/json", ...request.headers, [request.key[0]]: `${request.key[1]}YOUR_KEY` };
  return [
    `curl -N ${quoted(origin + request.path)}`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`),
    `  --data-raw ${quoted(JSON.stringify(request.body))}`,
  ].join(" \\\n");
}

/** The request as people read it: without the key, and without the letters of pictures. */
export function shown(request) {
  const body = JSON.stringify(request.body, (_, value) => (typeof value === "string" && value.length > 400 && /^(data:[\w/+.-]+;base64,)?[\w+/=]+$/.test(value) ? `${value.slice(0, 60)}… (${value.length})` : value), 2);
  const headers = Object.entries({ ...request.headers, "content-type": "application/json", [request.key[0]]: `${request.key[1]}YOUR_KEY` });
  return [`POST ${request.path}`, ...headers.map(([name, value]) => `${name}: ${value}`), "", body].join("\n");
}
