// Sends one request to this gateway as a client would, and tells what came of it.

const patience = 120_000;
const shown = 1500;

const say = text => [{ role: "user", content: text }];

/** How each protocol is asked for the same. */
const requests = {
  chat: (model, stream) => ["/v1/chat/completions", ["authorization", "Bearer "], { model, stream, messages: say("Say something.") }],
  responses: (model, stream) => ["/v1/responses", ["authorization", "Bearer "], { model, stream, input: "Say something." }],
  messages: (model, stream) => ["/v1/messages", ["x-api-key", ""], { model, stream, max_tokens: 256, messages: say("Say something.") }],
  gemini: (model, stream) => [
    `/v1beta/models/${model}:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`, ["x-goog-api-key", ""], { contents: [{ role: "user", parts: [{ text: "Say something." }] }] },
  ],
};

/** @returns What the client saw; a status of 0 where no answer came. */
export async function ask(secret, protocol, model, stream) {
  const [path, [header, scheme], body] = requests[protocol](model, stream);
  const began = performance.now();
  const seen = { status: 0, request: "", text: "", ended: true };
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", "anthropic-version": "2023-06-01", [header]: scheme + secret },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
      // The session's cookie is no business of the client endpoints.
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    seen.status = answer.status;
    seen.request = answer.headers.get("x-request-id") ?? "";
    const letters = new TextDecoder();
    const reader = answer.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (seen.text.length < shown) seen.text += letters.decode(part.value, { stream: true });
    }
  } catch {
    seen.ended = false;
  }
  seen.text = seen.text.slice(0, shown);
  seen.milliseconds = Math.round(performance.now() - began);
  return seen;
}
