// The official Anthropic SDK, in the major version that GANTRY_SDK names.
import { broken, deltas, env, failure, main, prompt } from './run.mjs';

const { default: Anthropic } = await import(env('GANTRY_SDK'));
const model = env('GANTRY_MODEL');
const pacedModel = env('GANTRY_PACED_MODEL');
const connect = (apiKey) => new Anthropic({ apiKey, authToken: null, baseURL: env('GANTRY_URL'), maxRetries: 0, timeout: 30_000 });
const client = connect(env('GANTRY_KEY'));

const request = { model, max_tokens: 400, messages: [{ role: 'user', content: prompt }] };
const tool = {
  name: 'get_weather',
  description: 'Weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};
const textOf = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

await main({
  async text() {
    const answer = await client.messages.create(request);
    return { text: textOf(answer), finish: answer.stop_reason, usage: answer.usage };
  },

  async stream() {
    const parts = deltas();
    const stream = client.messages.stream({ ...request, model: pacedModel });
    stream.on('text', (text) => parts.add(text));
    const answer = await stream.finalMessage();
    return { ...parts.result(), finish: answer.stop_reason, usage: answer.usage };
  },

  async tools() {
    const ask = [{ role: 'user', content: env('GANTRY_TOOL_PROMPT') }];
    const first = await client.messages.create({ ...request, messages: ask, tools: [tool] });
    const call = first.content.find((block) => block.type === 'tool_use');
    if (!call) return { called: null, finish: first.stop_reason, text: textOf(first) };
    const second = await client.messages.create({
      ...request,
      tools: [tool],
      messages: [
        ...ask,
        { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'Sunny, 21 degrees.' }] },
      ],
    });
    return { called: call.name, arguments: call.input, finish: first.stop_reason, text: textOf(second) };
  },

  badKey: () => failure(() => connect('sk-not-a-key-of-anybody').messages.create(request)),
  unknownModel: () => failure(() => client.messages.create({ ...request, model: env('GANTRY_UNKNOWN_MODEL') })),

  broken: () => broken(async (name, parts) => {
    for await (const event of await client.messages.create({ ...request, model: name, stream: true })) parts.add(event.delta?.text);
  }),

  brokenHelper: () => broken(async (name) => {
    await client.messages.stream({ ...request, model: name }).finalMessage();
  }),

  async models() {
    const ids = [];
    for await (const item of client.models.list()) ids.push(item.id);
    return { ids };
  },

  async oneModel() {
    const { id, type } = await client.models.retrieve(model);
    return { id, object: type };
  },

  async countTokens() {
    const count = await client.messages.countTokens({ model, messages: request.messages });
    return { tokens: count.input_tokens };
  },
});
