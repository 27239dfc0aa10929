// What stands in the form of the playground, read and checked.

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

function number(root, name, words) {
  const field = part(root, name);
  const text = field.value.trim();
  const value = text === "" ? null : Number(text);
  const wrong = value !== null && !(Number.isFinite(value) && value >= 0);
  mark(field, wrong ? words.notANumber : "");
  return wrong ? undefined : value;
}

/** @returns {object[] | undefined} Tools as {name, description, parameters}; undefined where the text says none. */
export function tools(text) {
  if (text.trim() === "") return [];
  try {
    const list = [JSON.parse(text)].flat();
    const good = list.every(tool => typeof tool?.name === "string" && tool.name && typeof (tool.parameters ?? {}) === "object");
    return good ? list.map(({ name, description, parameters }) => ({ name, description: description ?? "", parameters: parameters ?? { type: "object", properties: {} } })) : undefined;
  } catch {
    return undefined;
  }
}

export function mark(field, error) {
  const line = document.getElementById(`${field.id}-error`);
  if (line) line.textContent = error;
  if (error) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

/** @returns Null where something is wrong; it is marked and has the focus then. */
export function read(root, wire, words) {
  const model = part(root, "model");
  mark(model, model.value ? "" : words.noModel);
  const maxTokens = number(root, "max", words);
  const temperature = number(root, "temperature", words);
  const budget = wire.budget ? number(root, "budget", words) : null;
  const toolText = part(root, "tools");
  const offered = tools(toolText.value);
  mark(toolText, offered ? "" : words.badTools);
  if (!offered) toolText.closest("details").open = true;
  const wrong = root.querySelector("[aria-invalid=true]");
  if (wrong) {
    wrong.focus();
    return null;
  }
  return {
    model: model.value,
    system: part(root, "system").value.trim(),
    maxTokens: maxTokens ? Math.trunc(maxTokens) : null,
    temperature,
    effort: wire.efforts ? part(root, "effort").value : "",
    budget: budget ? Math.trunc(budget) : null,
    stream: part(root, "stream").checked,
    tools: offered,
  };
}
