// Gemini (generateContent): requests built, answers read. Parts go back as they came: they may be signed.

function said(turn) {
  if (turn.role === "tool") return { role: "user", parts: turn.results.map(result => ({ functionResponse: { name: result.name, response: { result: result.text }, ...(result.given ? { id: result.given } : {}) } })) };
  if (turn.role === "assistant") {
    if (turn.native?.protocol === "gemini") return { role: "model", parts: turn.native.parts };
    return { role: "model", parts: [...(turn.text ? [{ text: turn.text }] : []), ...turn.calls.map(call => ({ functionCall: { name: call.name, args: JSON.parse(call.input || "{}") } }))] };
  }
  const pictures = turn.images.map(image => ({ inlineData: { mimeType: image.type, data: image.data } }));
  return { role: "user", parts: [...(turn.text ? [{ text: turn.text }] : []), ...pictures] };
}

function add(answer, json) {
  if (json.error) answer.error = json;
  const parts = answer.parts ??= [];
  for (const part of json.candidates?.[0]?.content?.parts ?? []) {
    parts.push(part);
    if (part.functionCall) answer.calls.push({ id: part.functionCall.id ?? `call-${answer.calls.length + 1}`, given: part.functionCall.id, name: part.functionCall.name, input: JSON.stringify(part.functionCall.args ?? {}) });
    else if (part.thought) answer.thought += part.text ?? "";
    else answer.text += part.text ?? "";
  }
  answer.native = { protocol: "gemini", parts };
}

export const gemini = {
  budget: true,

  build(turns, s) {
    const body = { contents: turns.map(said) };
    if (s.system) body.systemInstruction = { parts: [{ text: s.system }] };
    const config = {};
    if (s.maxTokens) config.maxOutputTokens = s.maxTokens;
    if (s.temperature !== null) config.temperature = s.temperature;
    if (s.budget) config.thinkingConfig = { thinkingBudget: s.budget, includeThoughts: true };
    if (Object.keys(config).length) body.generationConfig = config;
    if (s.tools.length) body.tools = [{ functionDeclarations: s.tools.map(tool => ({ name: tool.name, description: tool.description, parameters: tool.parameters })) }];
    const model = encodeURIComponent(s.model);
    return { path: `/v1beta/models/${model}:${s.stream ? "streamGenerateContent?alt=sse" : "generateContent"}`, key: ["x-goog-api-key", ""], headers: {}, body };
  },

  event(answer, { data }) {
    let json;
    try {
      json = JSON.parse(data);
    } catch {
      return;
    }
    add(answer, json);
  },

  whole(answer, json) {
    add(answer, json);
  },
};
