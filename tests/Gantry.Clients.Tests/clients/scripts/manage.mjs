// Makes types of the gateway's OpenAPI document with a generator that others use, compiles manage.ts against them, and runs it.
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { env, main } from './run.mjs';

await main({
  async generated() {
    const url = env('GANTRY_URL');
    const token = env('GANTRY_KEY');
    const answer = await fetch(`${url}/openapi/manage.json`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`the document: ${answer.status}`);
    const types = astToString(await openapiTS(await answer.json()));

    // Beside the installed packages, where the compiler and node find them.
    const here = dirname(fileURLToPath(import.meta.url));
    const folder = join(here, `generated-${process.pid}`);
    await mkdir(folder, { recursive: true });
    try {
      return await compiled(folder, here, types, url, token);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
});

async function compiled(folder, here, types, url, token) {
  await writeFile(join(folder, 'manage.types.ts'), types);
  await copyFile(join(here, 'manage.ts'), join(folder, 'manage.ts'));
  const program = ts.createProgram([join(folder, 'manage.ts')], {
    strict: true,
    noEmitOnError: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  });
  const emitted = program.emit();
  const faults = emitted.diagnostics;
  if (faults.length > 0) return { faults: faults.slice(0, 20).map(told) };
  const { run } = await import(pathToFileURL(join(folder, 'manage.js')).href);
  return { faults: [], operations: types.match(/^ {4}[a-zA-Z]+: \{$/gm)?.length ?? 0, ...(await run(url, token, env('GANTRY_ACCOUNT'), env('GANTRY_GROUP'))) };
}

function told(fault) {
  const line = fault.file ? ts.getLineAndCharacterOfPosition(fault.file, fault.start).line + 1 : 0;
  return `line ${line}: ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`;
}
