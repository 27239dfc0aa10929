// A client of the management API as its users write one: types are generated from the document of the running gateway, and this file is compiled against
// them, strictly. What must not compile is marked so, and its compiling is an error.
import createClient from 'openapi-fetch';
import type { components, paths } from './manage.types.js';

export async function run(baseUrl: string, token: string, account: string, group: string) {
  const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

  const made = await client.POST('/api/manage/keys', {
    params: { header: { 'Idempotency-Key': 'generated' } },
    body: { account, name: 'generated', groups: [group], rate_limits: { requests_per_minute: 60 }, capture: { days: 1 } },
  });
  if (!made.data) throw new Error(JSON.stringify(made.error));
  const id: string = made.data.key.id;
  const path = { path: { id } };

  // Null takes away, what is left out stays.
  const edited = await client.PATCH('/api/manage/keys/{id}', { params: path, body: { capture: null, rate_limits: { concurrent: 2 } } });
  if (!edited.data) throw new Error(JSON.stringify(edited.error));
  const key: components['schemas']['KeyView'] = edited.data;

  const list = await client.GET('/api/manage/keys', { params: { query: { search: 'gener', limit: 10 } } });
  const problem = await client.GET('/api/manage/keys/{id}', { params: { path: { id: '00000000-0000-0000-0000-000000000000' } } });
  const gone = await client.DELETE('/api/manage/keys/{id}', { params: path });

  return {
    secret: made.data.secret.length,
    name: key.name,
    limits: key.rate_limits,
    capture: key.capture,
    listed: list.data?.data.map((each) => each.id === id),
    next: list.data?.next,
    refused: problem.error?.code,
    request: problem.response.headers.get('x-request-id') !== null,
    gone: gone.response.status,
  };
}

export async function wrong() {
  const client = createClient<paths>({ baseUrl: '' });
  // @ts-expect-error: it is not said whose key it is.
  await client.POST('/api/manage/keys', { body: { name: 'x' } });
  // @ts-expect-error: there is no such member.
  const patch: components['schemas']['KeyTermsPatch'] = { role: 'owner' };
  await client.PATCH('/api/manage/keys/{id}', { params: { path: { id: 'x' } }, body: patch });
  // @ts-expect-error: dollars are text.
  await client.PATCH('/api/manage/models/{id}/prices', { params: { path: { id: 'x' } }, body: { price: { input: 3 } } });
  // @ts-expect-error: the id is missing.
  await client.GET('/api/manage/keys/{id}', {});
  // @ts-expect-error: there is no such filter.
  await client.GET('/api/manage/keys', { params: { query: { owner: 'x' } } });
  const wallet = await client.GET('/api/manage/me/wallet');
  // @ts-expect-error: an amount is text, not a number.
  const amount: number = wallet.data!.available.amount;
  return amount;
}
