// Fetches every prepared case through the official SDK of its protocol and prints what the SDK made of it, one line of JSON each.
// GANTRY_URL: root of the server of cases; /cases lists them, /NUMBER/… answers one.
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { env } from './run.mjs';

const root = env('GANTRY_URL');
const atOnce = 6;
const model = 'model';
const prompt = 'Go on.';
const messages = [{ role: 'user', content: prompt }];
const joined = (items, pick) => items.map(pick).filter((text) => text !== undefined && text !== null).join('');

function chatAnswer({ choices: [{ message, finish_reason: stop }], usage }, reasoning = message.reasoning_content) {
  const calls = (message.tool_calls ?? []).map((call) =>
    call.type === 'custom' ? { id: call.id, name: call.custom.name, text: call.custom.input } : { id: call.id, name: call.function.name, text: call.function.arguments },
  );
  return { text: message.content, refusal: message.refusal, reasoning, calls, stop, usage };
}

function responsesAnswer(answer) {
  const content = answer.output.filter((item) => item.type === 'message').flatMap((item) => item.content);
  const thoughts = answer.output.filter((item) => item.type === 'reasoning').flatMap((item) => [...(item.summary ?? []), ...(item.content ?? [])]);
  const calls = answer.output
    .filter((item) => item.type === 'function_call' || item.type === 'custom_tool_call')
    .map((item) => ({ id: item.call_id, name: item.name, namespace: item.namespace, text: item.arguments ?? item.input }));
  return {
    text: joined(content, (part) => (part.type === 'output_text' ? part.text : undefined)),
    outputText: answer.output_text,
    refusal: joined(content, (part) => part.refusal),
    reasoning: joined(thoughts, (part) => part.text),
    calls,
    stop: answer.status,
    detail: answer.incomplete_details?.reason ?? answer.error?.code,
    // OpenAI's SDK raises nothing for a response that failed: it is one of the ends that a response can have.
    failure: answer.error?.message,
    usage: answer.usage,
  };
}

function messagesAnswer(answer) {
  return {
    text: joined(answer.content, (block) => (block.type === 'text' ? block.text : undefined)),
    reasoning: joined(answer.content, (block) => block.thinking),
    calls: answer.content.filter((block) => block.type === 'tool_use').map((block) => ({ id: block.id, name: block.name, value: block.input })),
    stop: answer.stop_reason,
    detail: answer.stop_sequence,
    usage: answer.usage,
  };
}

function geminiAnswer(chunks) {
  const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
  const last = (pick) => chunks.map(pick).filter((value) => value !== undefined).at(-1);
  return {
    text: joined(parts, (part) => (part.thought ? undefined : part.text)),
    reasoning: joined(parts, (part) => (part.thought ? part.text : undefined)),
    calls: parts.filter((part) => part.functionCall).map(({ functionCall }) => ({ id: functionCall.id, name: functionCall.name, value: functionCall.args })),
    stop: last((chunk) => chunk.candidates?.[0]?.finishReason),
    detail: last((chunk) => chunk.promptFeedback?.blockReason),
    refusal: last((chunk) => chunk.candidates?.[0]?.finishMessage),
    usage: last((chunk) => chunk.usageMetadata),
  };
}

async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

const options = (number) => ({ apiKey: 'k', baseURL: `${root}/${number}`, maxRetries: 0, timeout: 30_000 });

const ask = {
  async chat(number, stream) {
    const client = new OpenAI(options(number));
    if (!stream) return chatAnswer(await client.chat.completions.create({ model, messages }));
    const running = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
    let thoughts = '';
    running.on('chunk', (chunk) => (thoughts += chunk.choices[0]?.delta?.reasoning_content ?? ''));
    return chatAnswer(await running.finalChatCompletion(), thoughts);
  },

  async responses(number, stream) {
    const client = new OpenAI(options(number));
    if (!stream) return responsesAnswer(await client.responses.create({ model, input: prompt }));
    const running = client.responses.stream({ model, input: prompt });
    let deltas = '';
    for await (const event of running) if (event.type === 'response.output_text.delta') deltas += event.delta;
    return { ...responsesAnswer(await running.finalResponse()), deltas };
  },

  async messages(number, stream) {
    const client = new Anthropic(options(number));
    const request = { model, max_tokens: 1000, messages };
    if (!stream) return messagesAnswer(await client.messages.create(request));
    const running = client.messages.stream(request);
    let deltas = '';
    running.on('text', (text) => (deltas += text));
    return { ...messagesAnswer(await running.finalMessage()), deltas };
  },

  async gemini(number, stream) {
    const client = new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: `${root}/${number}`, timeout: 30_000 } });
    const request = { model, contents: prompt };
    if (!stream) return geminiAnswer([await client.models.generateContent(request)]);
    return geminiAnswer(await all(await client.models.generateContentStream(request)));
  },
};

function failure(error) {
  return {
    class: error?.constructor?.name ?? typeof error,
    status: error?.status,
    type: error?.type ?? error?.error?.type ?? error?.error?.error?.type,
    code: error?.code,
    param: error?.param,
    message: String(error?.message ?? error),
    stack: String(error?.stack ?? '').slice(0, 600),
  };
}

async function run({ number, protocol, stream }) {
  try {
    return { number, ...(await ask[protocol](number, stream)) };
  } catch (error) {
    return { number, error: failure(error) };
  }
}

const cases = await (await fetch(`${root}/cases`)).json();
const worker = async () => {
  for (let next = cases.shift(); next; next = cases.shift()) process.stdout.write(JSON.stringify(await run(next)) + '\n');
};
await Promise.all(Array.from({ length: atOnce }, worker));
