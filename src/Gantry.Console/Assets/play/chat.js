// Chat Completions: requests built, answers read.

const parse = text => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

function said(turn) {
  if (turn.role === "tool") return turn.results.map(result => ({ role: "tool", tool_call_id: result.id, content: result.text }));
  if (turn.role === "assistant") {
    const message = { role: "assistant", content: turn.text || null };
    if (turn.calls.length) message.tool_calls = turn.calls.map(call => ({ id: call.id, type: "function", function: { name: call.name, arguments: call.input } }));
    return [message];
  }
  if (!turn.images.length) return [{ role: "user", content: turn.text }];
  const pictures = turn.images.map(image => ({ type: "image_url", image_url: { url: `data:${image.type};base64,${image.data}` } }));
  return [{ role: "user", content: [...(turn.text ? [{ type: "text", text: turn.text }] : []), ...pictures] }];
}

export const chat = {
  efforts: true,

  build(turns, s) {
    const body = { model: s.model, messages: [...(s.system ? [{ role: "system", content: s.system }] : []), ...turns.flatMap(said)] };
    if (s.maxTokens) body.max_completion_tokens = s.maxTokens;
    if (s.temperature !== null) body.temperature = s.temperature;
    if (s.effort) body.reasoning_effort = s.effort;
    if (s.tools.length) body.tools = s.tools.map(tool => ({ type: "function", function: tool }));
    if (s.stream) Object.assign(body, { stream: true, stream_options: { include_usage: true } });
    return { path: "/v1/chat/completions", key: ["authorization", "Bearer "], headers: {}, body };
  },

  /** Adds what an event of a stream says to the answer. */
  event(answer, { data }) {
    const json = parse(data);
    if (!json) return;
    if (json.error) answer.error = json;
    const delta = json.choices?.[0]?.delta;
    if (!delta) return;
    answer.text += delta.content ?? "";
    answer.thought += delta.reasoning_content ?? delta.reasoning ?? "";
    for (const part of delta.tool_calls ?? []) {
      const call = answer.calls[part.index ?? 0] ??= { id: "", name: "", input: "" };
      call.id ||= part.id ?? "";
      call.name += part.function?.name ?? "";
      call.input += part.function?.arguments ?? "";
    }
  },

  whole(answer, json) {
    const message = json.choices?.[0]?.message ?? {};
    answer.text = message.content ?? "";
    answer.thought = message.reasoning_content ?? message.reasoning ?? "";
    answer.calls = (message.tool_calls ?? []).map(call => ({ id: call.id, name: call.function?.name ?? "", input: call.function?.arguments ?? "" }));
  },
};
