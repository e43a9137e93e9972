import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { createTestApp } from '../support/create-test-app.js';
import { longestTurn } from '../support/event-loop-block.js';

const MB = 1024 * 1024;

describe('a URL of a megabyte', () => {
  it.each(['a&', 'a=&', '&', 'a[&', '%41&'])('of %s takes time in proportion to its length', async (part) => {
    const host = new FastifyAdapter({ http: { maxHeaderSize: 4 * MB } });
    const test = await createTestApp({ host });
    const url = `/tencent-chat/webhook?${part.repeat(MB / part.length)}`;
    const ms = await longestTurn(async () => expect(await test.post(url)).toMatchObject({ status: 400 }));
    // A scan of the rest of the URL for each parameter takes a minute.
    expect(ms).toBeLessThan(2000);
    await test.app.close();
  });
});
