// The official OpenAI SDK on Chat Completions, Responses, embeddings, images and models.
import OpenAI from 'openai';
import { broken, deltas, env, failure, main, prompt } from './run.mjs';

const model = env('GANTRY_MODEL');
const pacedModel = env('GANTRY_PACED_MODEL');
const connect = (apiKey) => new OpenAI({ apiKey, baseURL: `${env('GANTRY_URL')}/v1`, maxRetries: 0, timeout: 30_000 });
const client = connect(env('GANTRY_KEY'));

const messages = [{ role: 'user', content: prompt }];
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false };
const chatTool = { type: 'function', function: { name: 'get_weather', description: 'Weather of a city', parameters } };
const responsesTool = { type: 'function', name: 'get_weather', description: 'Weather of a city', parameters, strict: true };

await main({
  async chatText() {
    const answer = await client.chat.completions.create({ model, messages });
    return { text: answer.choices[0].message.content, finish: answer.choices[0].finish_reason, usage: answer.usage };
  },

  async chatStream() {
    const parts = deltas();
    let usage;
    let finish;
    const stream = await client.chat.completions.create({ model: pacedModel, messages, stream: true, stream_options: { include_usage: true } });
    for await (const chunk of stream) {
      parts.add(chunk.choices[0]?.delta?.content);
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    return { ...parts.result(), finish, usage };
  },

  // No usage was asked for, so none may come although the gateway counts.
  async chatStreamWithoutUsage() {
    const parts = deltas();
    let usageChunks = 0;
    let emptyChunks = 0;
    for await (const chunk of await client.chat.completions.create({ model: pacedModel, messages, stream: true })) {
      parts.add(chunk.choices[0]?.delta?.content);
      if (chunk.usage) usageChunks += 1;
      if (chunk.choices.length === 0) emptyChunks += 1;
    }
    return { ...parts.result(), usageChunks, emptyChunks };
  },

  async chatTools() {
    const ask = [{ role: 'user', content: env('GANTRY_TOOL_PROMPT') }];
    const first = await client.chat.completions.create({ model, messages: ask, tools: [chatTool] });
    const { message, finish_reason: finish } = first.choices[0];
    const call = message.tool_calls?.[0];
    if (!call) return { called: null, finish, text: message.content };
    const second = await client.chat.completions.create({
      model,
      tools: [chatTool],
      messages: [...ask, message, { role: 'tool', tool_call_id: call.id, content: 'Sunny, 21 degrees.' }],
    });
    return { called: call.function.name, arguments: JSON.parse(call.function.arguments), finish, text: second.choices[0].message.content };
  },

  async responsesText() {
    const answer = await client.responses.create({ model, input: prompt });
    return { text: answer.output_text, finish: answer.status, usage: answer.usage };
  },

  // The stream helper also checks the order of the events.
  async responsesStream() {
    const parts = deltas();
    const stream = client.responses.stream({ model: pacedModel, input: prompt });
    for await (const event of stream) if (event.type === 'response.output_text.delta') parts.add(event.delta);
    const answer = await stream.finalResponse();
    return { ...parts.result(), finish: answer.status, usage: answer.usage };
  },

  async responsesTools() {
    const ask = [{ role: 'user', content: env('GANTRY_TOOL_PROMPT') }];
    const first = await client.responses.create({ model, input: ask, tools: [responsesTool] });
    const call = first.output.find((item) => item.type === 'function_call');
    if (!call) return { called: null, finish: first.status, text: first.output_text };
    const second = await client.responses.create({
      model,
      tools: [responsesTool],
      input: [...ask, ...first.output, { type: 'function_call_output', call_id: call.call_id, output: 'Sunny, 21 degrees.' }],
    });
    return { called: call.name, arguments: JSON.parse(call.arguments), finish: 'tool_calls', text: second.output_text };
  },

  chatBadKey: () => failure(() => connect('sk-not-a-key-of-anybody').chat.completions.create({ model, messages })),
  responsesBadKey: () => failure(() => connect('sk-not-a-key-of-anybody').responses.create({ model, input: prompt })),
  chatUnknownModel: () => failure(() => client.chat.completions.create({ model: env('GANTRY_UNKNOWN_MODEL'), messages })),
  responsesUnknownModel: () => failure(() => client.responses.create({ model: env('GANTRY_UNKNOWN_MODEL'), input: prompt })),

  // One after the other over all models: each breaks off at another point.
  brokenChat: () => broken(async (name, parts) => {
    for await (const chunk of await client.chat.completions.create({ model: name, messages, stream: true })) parts.add(chunk.choices[0]?.delta?.content);
  }),

  brokenChatHelper: () => broken(async (name) => {
    await client.chat.completions.stream({ model: name, messages }).finalChatCompletion();
  }),

  // A failure is an event here, and the SDK hands it over: what counts is that no answer is called complete.
  brokenResponses: () => broken(async (name, parts) => {
    let last;
    for await (const event of await client.responses.create({ model: name, input: prompt, stream: true })) {
      if (event.type === 'response.output_text.delta') parts.add(event.delta);
      last = event;
    }
    if (last?.type === 'response.failed') throw Object.assign(new Error(last.response.error.message), { status: last.response.status });
  }),

  brokenResponsesHelper: () => broken(async (name) => {
    const answer = await client.responses.stream({ model: name, input: prompt }).finalResponse();
    if (answer.status !== 'completed') throw Object.assign(new Error(answer.error.message), { status: answer.status });
  }),

  async models() {
    const ids = [];
    for await (const item of client.models.list()) ids.push(item.id);
    return { ids };
  },

  async oneModel() {
    const { id, object } = await client.models.retrieve(model);
    return { id, object };
  },

  async countTokens() {
    const count = await client.responses.inputTokens.count({ model, input: prompt });
    return { tokens: count.input_tokens };
  },

  // The SDK asks for base64 and decodes it by itself.
  async embeddings() {
    const answer = await client.embeddings.create({ model: env('GANTRY_EMBEDDING_MODEL'), input: ['one', 'two'] });
    return { vectors: answer.data.length, dimensions: answer.data[0].embedding.length, number: typeof answer.data[0].embedding[0], usage: answer.usage };
  },

  async images() {
    const answer = await client.images.generate({ model: env('GANTRY_IMAGE_MODEL'), prompt: 'A toll gantry at dusk' });
    return { images: answer.data.length, bytes: Buffer.from(answer.data[0].b64_json, 'base64').length };
  },
});
