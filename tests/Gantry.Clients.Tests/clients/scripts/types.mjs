// Holds translated request bodies against the types that the vendors publish in their SDKs, read by TypeScript's own checker, and prints the faults of
// each body as one line of JSON. Stricter than the SDKs: a member that no type names is a fault.
// GANTRY_URL: root of the server of cases; /cases lists them, /NUMBER answers one.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { env } from './run.mjs';

const ts = createRequire(import.meta.url)('typescript');
const root = env('GANTRY_URL');
const atOnce = 8;
const mostFaults = 8;

// Model and stream of Gemini and Converse stand in the path; Google's SDK has no type for the whole body, but one for each member.
const roots = `
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import type { ResponseCreateParams, ResponseInputAudio } from 'openai/resources/responses/responses';
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages';
import type { MessageCreateParams as EarlierMessageCreateParams } from 'anthropic-sdk-v0/resources/messages';
import type { Content, GenerationConfig, SafetySetting, Tool, ToolConfig } from '@google/genai';
import type { ConverseRequest } from '@aws-sdk/client-bedrock-runtime';
export interface Roots {
  chat: ChatCompletionCreateParams;
  responses: ResponseCreateParams;
  // The newer major version has no sampling any more, which older models take; the older one lacks newer blocks.
  messages: MessageCreateParams | EarlierMessageCreateParams;
  gemini: {
    contents: Content[];
    systemInstruction?: Content;
    tools?: Tool[];
    toolConfig?: ToolConfig;
    safetySettings?: SafetySetting[];
    generationConfig?: GenerationConfig;
    cachedContent?: string;
    labels?: Record<string, string>;
    serviceTier?: string;
    store?: boolean;
  };
  converse: Omit<ConverseRequest, 'modelId'>;
  audio: ResponseInputAudio;
}
`;

// Google writes 64-bit numbers as strings and takes them as numbers too.
const wide = new Set(['maxItems', 'minItems', 'maxLength', 'minLength', 'maxProperties', 'minProperties', 'seed']);

// What the declarations demand and the service does not: OpenAI's own Codex sends answers back without these, and recordings with such pictures
// were answered.
const optional = new Set(['ResponseOutputMessage.id', 'ResponseOutputMessage.status', 'ResponseInputImage.detail', 'ResponseInputImageContent.detail']);

const file = path.join(path.dirname(fileURLToPath(import.meta.url)), 'roots.ts');
const options = { strict: true, skipLibCheck: true, noEmit: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [], lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'] };
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists } = host;
host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, roots, options.target) : getSourceFile.call(host, name, ...rest));
host.fileExists = (name) => name === file || fileExists.call(host, name);
const program = ts.createProgram([file], options, host);
const checker = program.getTypeChecker();
const source = program.getSourceFile(file);
const broken = program.getSemanticDiagnostics(source);
if (broken.length > 0) throw new Error(broken.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n')).join('\n'));
const rootType = checker.getTypeAtLocation(source.statements.find(ts.isInterfaceDeclaration));
const typeOf = (protocol) => checker.getTypeOfSymbol(rootType.getProperty(protocol));

const shapes = new Map();
function shape(type) {
  let known = shapes.get(type);
  if (known) return known;
  const members = new Map();
  for (const symbol of checker.getPropertiesOfType(type)) {
    members.set(symbol.name, { type: checker.getTypeOfSymbol(symbol), required: !(symbol.flags & ts.SymbolFlags.Optional) });
  }
  known = { members, index: checker.getIndexInfosOfType(type)[0]?.type };
  shapes.set(type, known);
  return known;
}

const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
const wrong = (value, at, expected) => [`${at} is ${kind(value) === 'object' ? 'an object' : (JSON.stringify(value) ?? '').slice(0, 60)} and not ${expected}`];

function check(value, type, at) {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  if (type.isUnion()) return checkUnion(value, type, at);
  if (flags & ts.TypeFlags.StringLiteral || flags & ts.TypeFlags.NumberLiteral) return value === type.value ? [] : wrong(value, at, JSON.stringify(type.value));
  if (flags & ts.TypeFlags.BooleanLiteral) return String(value) === type.intrinsicName ? [] : wrong(value, at, type.intrinsicName);
  if (flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral)) {
    return typeof value === 'string' || (typeof value === 'number' && wide.has(at.split('.').at(-1))) ? [] : wrong(value, at, 'a string');
  }
  if (flags & (ts.TypeFlags.Number | ts.TypeFlags.Enum)) return typeof value === 'number' ? [] : wrong(value, at, 'a number');
  if (flags & ts.TypeFlags.Boolean) return typeof value === 'boolean' ? [] : wrong(value, at, 'a boolean');
  if (flags & ts.TypeFlags.Null) return value === null ? [] : wrong(value, at, 'null');
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never | ts.TypeFlags.Void)) return wrong(value, at, 'absent');
  if (type.isIntersection() && type.types.some((one) => one.flags & ts.TypeFlags.StringLike)) return typeof value === 'string' ? [] : wrong(value, at, 'a string');
  if (type.symbol?.name === 'Uint8Array') return typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? [] : wrong(value, at, 'base64');
  if (checker.isArrayType(type)) {
    if (!Array.isArray(value)) return wrong(value, at, 'an array');
    const [element] = checker.getTypeArguments(type);
    return value.flatMap((item, number) => check(item, element, `${at}[${number}]`));
  }
  return checkObject(value, type, at);
}

function checkObject(value, type, at) {
  if (kind(value) !== 'object') return wrong(value, at, checker.typeToString(type).slice(0, 60));
  const { members, index } = shape(type);
  const faults = [];
  for (const [name, { type: member, required }] of members) {
    if (Object.hasOwn(value, name)) faults.push(...check(value[name], member, `${at}.${name}`));
    else if (required && !optional.has(`${type.symbol?.name}.${name}`)) faults.push(`${at}.${name} is missing in ${type.symbol?.name}`);
  }
  // A type without a member takes every object.
  if (members.size === 0 && !index) return faults;
  for (const name of Object.keys(value)) {
    if (members.has(name)) continue;
    if (index) faults.push(...check(value[name], index, `${at}.${name}`));
    else faults.push(`${at}.${name} is no member of ${checker.typeToString(type).slice(0, 60)}`);
  }
  return faults;
}

// Of several types the one counts that shares most of the words that tell them apart (type, role …), and of these the one with the fewest faults.
function checkUnion(value, type, at) {
  // Sounds for Responses are declared and described, and no list of content names them.
  if (value?.type === 'input_audio' && type.types.some((one) => one.symbol?.name === 'ResponseInputFile')) return check(value, typeOf('audio'), at);
  let best;
  let bestWords = Number.NEGATIVE_INFINITY;
  for (const one of type.types) {
    if (one.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null) && value !== null) continue;
    const words = Array.isArray(value) ? Number(checker.isArrayType(one)) : kind(value) === 'object' && one.flags & ts.TypeFlags.Object ? agreeing(value, one) : 0;
    if (words < bestWords) continue;
    const faults = check(value, one, at);
    if (faults.length === 0) return faults;
    if (words > bestWords || faults.length < best.length || (faults.length === best.length && deeper(faults, best))) [best, bestWords] = [faults, words];
  }
  return best ?? wrong(value, at, 'absent');
}

const deeper = (left, right) => Math.max(...left.map((one) => one.split(' ')[0].length)) > Math.max(...right.map((one) => one.split(' ')[0].length));

function agreeing(value, type) {
  let words = checker.isArrayType(type) ? -1 : 1;
  for (const [name, { type: member }] of shape(type).members) {
    if (member.flags & ts.TypeFlags.StringLiteral && Object.hasOwn(value, name)) words += value[name] === member.value ? 1 : -1000;
  }
  return words;
}

async function run({ number, protocol }) {
  const body = await (await fetch(`${root}/${number}`)).json();
  return { number, faults: check(body, typeOf(protocol), '$').slice(0, mostFaults) };
}

const cases = await (await fetch(`${root}/cases`)).json();
const worker = async () => {
  for (let next = cases.shift(); next; next = cases.shift()) process.stdout.write(JSON.stringify(await run(next)) + '\n');
};
await Promise.all(Array.from({ length: atOnce }, worker));
