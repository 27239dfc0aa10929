// The official Google Gen AI SDK, in the major version that GANTRY_SDK names.
import { broken, deltas, env, failure, main, prompt } from './run.mjs';

const { GoogleGenAI } = await import(env('GANTRY_SDK'));
const model = env('GANTRY_MODEL');
const pacedModel = env('GANTRY_PACED_MODEL');
const connect = (apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: env('GANTRY_URL'), timeout: 30_000 } });
const client = connect(env('GANTRY_KEY'));

const tools = [
  {
    functionDeclarations: [
      {
        name: 'get_weather',
        description: 'Weather of a city',
        parametersJsonSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    ],
  },
];

await main({
  async text() {
    const answer = await client.models.generateContent({ model, contents: prompt });
    return { text: answer.text, finish: answer.candidates[0].finishReason, usage: answer.usageMetadata };
  },

  async stream() {
    const parts = deltas();
    let usage;
    let finish;
    for await (const chunk of await client.models.generateContentStream({ model: pacedModel, contents: prompt })) {
      parts.add(chunk.text);
      finish = chunk.candidates?.[0]?.finishReason ?? finish;
      usage = chunk.usageMetadata ?? usage;
    }
    return { ...parts.result(), finish, usage };
  },

  async tools() {
    const ask = [{ role: 'user', parts: [{ text: env('GANTRY_TOOL_PROMPT') }] }];
    const first = await client.models.generateContent({ model, contents: ask, config: { tools } });
    const call = first.functionCalls?.[0];
    const finish = first.candidates[0].finishReason;
    if (!call) return { called: null, finish, text: first.text };
    const response = { id: call.id, name: call.name, response: { output: 'Sunny, 21 degrees.' } };
    const second = await client.models.generateContent({
      model,
      config: { tools },
      contents: [...ask, first.candidates[0].content, { role: 'user', parts: [{ functionResponse: response }] }],
    });
    return { called: call.name, arguments: call.args, finish, text: second.text };
  },

  badKey: () => failure(() => connect('sk-not-a-key-of-anybody').models.generateContent({ model, contents: prompt })),
  unknownModel: () => failure(() => client.models.generateContent({ model: env('GANTRY_UNKNOWN_MODEL'), contents: prompt })),

  broken: () => broken(async (name, parts) => {
    for await (const chunk of await client.models.generateContentStream({ model: name, contents: prompt })) parts.add(chunk.text);
  }),

  async models() {
    const ids = [];
    for await (const item of await client.models.list()) ids.push(item.name);
    return { ids };
  },

  async oneModel() {
    const { name } = await client.models.get({ model });
    return { id: name };
  },

  async countTokens() {
    const count = await client.models.countTokens({ model, contents: prompt });
    return { tokens: count.totalTokens };
  },

  async embeddings() {
    const answer = await client.models.embedContent({ model: env('GANTRY_EMBEDDING_MODEL'), contents: ['one', 'two'] });
    return { vectors: answer.embeddings.length, dimensions: answer.embeddings[0].values.length, number: typeof answer.embeddings[0].values[0] };
  },
});
