import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(`${ROOT}llms.txt`, 'utf8');
const targets = Array.from(page.matchAll(/\]\(([^)]+)\)/g), ([, target = '']) => target);

describe('llms.txt', () => {
  it('links every page of the manual', () => {
    const pages = readdirSync(`${ROOT}docs`).filter((name) => name.endsWith('.md'));
    expect(targets).toEqual(expect.arrayContaining(pages.map((name) => `docs/${name}`)));
  });

  it('names what the package exports', async () => {
    const entries = ['', '/testing', '/lmdb', '/bullmq', '/postgres'];
    const exported = await Promise.all(
      entries.map(async (entry): Promise<object> => import(`nestjs-tencent-chat-webhook${entry}`)),
    );
    const named = page.match(/\b(?:OnTencentChatEvent|NonRetryableError|[a-z]\w+Delivery|createTestChat)\b/g);
    expect(exported.flatMap((each) => Object.keys(each))).toEqual(
      expect.arrayContaining(named ?? ['no names']),
    );
  });
});
