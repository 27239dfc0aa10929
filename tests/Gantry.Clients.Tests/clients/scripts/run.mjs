// Runs one named case of an SDK script and prints its result as one line of JSON.
// GANTRY_URL: root of the gateway. GANTRY_KEY: the key. GANTRY_MODEL and its like: model names.

export const env = (name) => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};

export const prompt = 'Say a few words about toll gantries.';

/** Times the parts of a stream: how many came, and how far apart the first and the last were. */
export function deltas() {
  const times = [];
  let text = '';
  return {
    add(part) {
      if (!part) return;
      times.push(performance.now());
      text += part;
    },
    result: () => ({ text, deltas: times.length, spreadMs: Math.round((times.at(-1) ?? 0) - (times[0] ?? 0)) }),
  };
}

/** Runs an action that must fail, and says how. */
export async function failure(action) {
  try {
    await action();
  } catch (error) {
    return {
      failed: true,
      class: error.constructor.name,
      status: error.status,
      type: error.type ?? error.error?.type ?? error.error?.error?.type,
      requestId: error.requestID ?? error.request_id,
      message: String(error.message).slice(0, 500),
    };
  }
  return { failed: false };
}

/** Reads the stream of every model of GANTRY_MODEL, which must each fail after some text; tells how. */
export async function broken(read) {
  const runs = [];
  for (const name of env('GANTRY_MODEL').split(',')) {
    const parts = deltas();
    runs.push({ ...(await failure(() => read(name, parts))), text: parts.result().text });
  }
  return { runs };
}

export async function main(cases) {
  const name = process.argv[2];
  if (!Object.hasOwn(cases, name)) throw new Error(`no case ${name}; there are ${Object.keys(cases).join(', ')}`);
  process.stdout.write(JSON.stringify(await cases[name]()) + '\n');
}
