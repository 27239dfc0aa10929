// Messages: requests built, answers read. Blocks go back as they came: sealed reasoning must not change.

const UsualTokens = 2048;

function said(turn) {
  if (turn.role === "tool") return { role: "user", content: turn.results.map(result => ({ type: "tool_result", tool_use_id: result.id, content: result.text })) };
  if (turn.role === "assistant") {
    if (turn.native?.protocol === "messages") return { role: "assistant", content: turn.native.blocks };
    const calls = turn.calls.map(call => ({ type: "tool_use", id: call.id, name: call.name, input: input(call.input) }));
    return { role: "assistant", content: [...(turn.text ? [{ type: "text", text: turn.text }] : []), ...calls] };
  }
  const pictures = turn.images.map(image => ({ type: "image", source: { type: "base64", media_type: image.type, data: image.data } }));
  return { role: "user", content: [...pictures, ...(turn.text ? [{ type: "text", text: turn.text }] : [])] };
}

function input(text) {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return {};
  }
}

function read(answer, blocks) {
  const sealed = blocks.filter(block => block.type !== "text" || block.text);
  answer.native = { protocol: "messages", blocks: sealed };
  answer.text = blocks.filter(block => block.type === "text").map(block => block.text).join("");
  answer.thought = blocks.filter(block => block.type === "thinking").map(block => block.thinking).join("\n");
  answer.calls = blocks.filter(block => block.type === "tool_use").map(block => ({ id: block.id, name: block.name, input: JSON.stringify(block.input) }));
}

export const messages = {
  budget: true,

  build(turns, s) {
    const body = { model: s.model, max_tokens: s.maxTokens || UsualTokens + (s.budget || 0), messages: turns.map(said) };
    if (s.system) body.system = s.system;
    if (s.temperature !== null) body.temperature = s.temperature;
    if (s.budget) body.thinking = { type: "enabled", budget_tokens: s.budget };
    if (s.tools.length) body.tools = s.tools.map(tool => ({ name: tool.name, description: tool.description, input_schema: tool.parameters }));
    if (s.stream) body.stream = true;
    return { path: "/v1/messages", key: ["x-api-key", ""], headers: { "anthropic-version": "2023-06-01" }, body };
  },

  event(answer, { data }) {
    let json;
    try {
      json = JSON.parse(data);
    } catch {
      return;
    }
    const blocks = answer.blocks ??= [];
    if (json.type === "error") answer.error = json;
    else if (json.type === "content_block_start") blocks[json.index] = { ...json.content_block };
    else if (json.type === "content_block_delta") grow(blocks[json.index], json.delta);
    else if (json.type === "content_block_stop") close(blocks[json.index]);
    read(answer, blocks.filter(Boolean).map(block => ("json" in block ? { ...block, json: undefined, input: input(block.json) } : block)));
  },

  whole(answer, json) {
    read(answer, json.content ?? []);
  },
};

function grow(block, delta) {
  if (!block) return;
  if (delta.type === "text_delta") block.text = (block.text ?? "") + delta.text;
  else if (delta.type === "thinking_delta") block.thinking = (block.thinking ?? "") + delta.thinking;
  else if (delta.type === "signature_delta") block.signature = (block.signature ?? "") + delta.signature;
  else if (delta.type === "input_json_delta") block.json = (block.json ?? "") + delta.partial_json;
}

function close(block) {
  if (!block || !("json" in block)) return;
  block.input = input(block.json);
  delete block.json;
}
