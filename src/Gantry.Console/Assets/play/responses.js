// Responses: requests built, answers read. Nothing is kept upstream: every request carries the whole conversation.

function said(turn) {
  if (turn.role === "tool") return turn.results.map(result => ({ type: "function_call_output", call_id: result.id, output: result.text }));
  if (turn.role === "assistant") {
    if (turn.native?.protocol === "responses") return turn.native.items;
    const calls = turn.calls.map(call => ({ type: "function_call", call_id: call.id, name: call.name, arguments: call.input }));
    return [...(turn.text ? [{ type: "message", role: "assistant", content: [{ type: "output_text", text: turn.text }] }] : []), ...calls];
  }
  const pictures = turn.images.map(image => ({ type: "input_image", image_url: `data:${image.type};base64,${image.data}` }));
  return [{ role: "user", content: [...(turn.text ? [{ type: "input_text", text: turn.text }] : []), ...pictures] }];
}

// Reasoning that is not sealed cannot be sent back where nothing was kept.
const sendable = items => items.filter(item => item.type !== "reasoning" || item.encrypted_content);

function read(answer, items) {
  answer.native = { protocol: "responses", items: sendable(items) };
  answer.text = items.filter(item => item.type === "message").flatMap(item => item.content ?? []).map(part => part.text ?? part.refusal ?? "").join("");
  answer.thought = items.filter(item => item.type === "reasoning").flatMap(item => [...(item.summary ?? []), ...(item.content ?? [])]).map(part => part.text ?? "").join("\n");
  answer.calls = items.filter(item => item.type === "function_call").map(item => ({ id: item.call_id, name: item.name, input: item.arguments ?? "" }));
}

export const responses = {
  efforts: true,

  build(turns, s) {
    const body = { model: s.model, input: turns.flatMap(said), store: false };
    if (s.system) body.instructions = s.system;
    if (s.maxTokens) body.max_output_tokens = s.maxTokens;
    if (s.temperature !== null) body.temperature = s.temperature;
    if (s.effort) body.reasoning = { effort: s.effort };
    if (s.tools.length) body.tools = s.tools.map(tool => ({ type: "function", ...tool }));
    if (s.stream) body.stream = true;
    return { path: "/v1/responses", key: ["authorization", "Bearer "], headers: {}, body };
  },

  event(answer, { data }) {
    let json;
    try {
      json = JSON.parse(data);
    } catch {
      return;
    }
    if (json.type === "response.output_text.delta" || json.type === "response.refusal.delta") answer.text += json.delta;
    else if (json.type?.startsWith("response.reasoning") && json.type.endsWith(".delta")) answer.thought += json.delta;
    else if (json.type === "response.output_item.added" && json.item?.type === "function_call") answer.open = { id: json.item.call_id, name: json.item.name, input: "" }, answer.calls.push(answer.open);
    else if (json.type === "response.function_call_arguments.delta" && answer.open) answer.open.input += json.delta;
    else if (json.type === "response.output_item.done") answer.items = [...(answer.items ?? []), json.item];
    else if (json.type === "error" || json.type === "response.failed") answer.error = json.error ? json : json.response;
    if (json.type === "response.completed" || json.type === "response.incomplete") read(answer, json.response?.output?.length ? json.response.output : answer.items ?? []);
  },

  whole(answer, json) {
    read(answer, json.output ?? []);
  },
};
