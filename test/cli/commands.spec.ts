import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { runCli, runJson } from './run-cli.js';

interface Entry {
  command: string;
  event: string;
  timing: string;
  answers: string[];
}

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
}

/** The packages that a built file loads, and those that its own files load. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file) || file.endsWith('.json')) return packages;
  seen.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:require|import)\("([^"]+)"\)/g)) {
    if (name.startsWith('.'))
      packagesOf(join(dirname(file), name), seen).forEach((each) => packages.add(each));
    else if (!name.startsWith('node:')) packages.add(name);
  }
  return packages;
}

describe('commands', () => {
  it('lists the catalogue', async () => {
    const { code, value: listed } = await runJson(['commands']);
    const value = listed as Entry[];
    const commands = CATALOGUE.map(({ command }) => command);
    expect(value.map(({ command }) => command).toSorted()).toEqual(commands.toSorted());
    expect(value.find(({ event }) => event === 'group.beforeSendMessage')).toEqual({
      command: 'Group.CallbackBeforeSendMsg',
      event: 'group.beforeSendMessage',
      timing: 'before',
      answers: ['allow', 'reject', 'drop', 'rewrite'],
    });
    expect(code).toBe(0);
  });

  it('finds some of them', async () => {
    const { stdout } = await runCli(['commands', 'friendadd']);
    expect(stdout).toMatch(
      /^Sns\.CallbackPrevFriendAdd +sns\.beforeFriendAdd +before +allow, reject, refuse$/m,
    );
    expect(stdout).toMatch(/^Sns\.CallbackFriendAdd +sns\.friendAdded +after +OK$/m);
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });

  it('shows one with a sample', async () => {
    const { value } = await runJson(['commands', 'group.quotaalarm']);
    expect(value).toMatchObject({ event: 'group.quotaAlarm', timing: 'after', sample: { Quota: 10_000 } });
    const { stdout } = await runCli(['commands', 'group.quotaAlarm']);
    expect(stdout).toMatch(
      /^Group\.CallbackOnDailyGroupQuotaAlarm\nevent {4}group\.quotaAlarm\n[^]*"Quota": 10000/,
    );
  });

  it('says so if there is none', async () => {
    const { code, stderr } = await runCli(['commands', 'of-nowhere']);
    expect(stderr).toBe('error: no command or event contains "of-nowhere"\n');
    expect(code).toBe(2);
  });
});

describe('the command line', () => {
  it.each(['', 'send', 'listen', 'check', 'sign', 'commands', 'postgres', 'schema'])(
    'explains "%s" without a secret',
    async (name) => {
      const { code, stdout } = await runCli([...(name === '' ? [] : [name]), '--help'], {
        TENCENT_CHAT_TOKEN: 'a-secret-token',
      });
      expect(stdout).toContain(`Usage: nestjs-tencent-chat-webhook ${name}`.trim());
      expect(stdout).toMatch(/\n {2}\$ nestjs-tencent-chat-webhook /);
      expect(stdout).not.toContain('a-secret-token');
      expect(stdout.split('\n').filter((line) => line.length > 110)).toEqual([]);
      expect(code).toBe(0);
    },
  );

  it('loads nothing of Nest, and no package that an app may lack', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    const packages = packagesOf(`${process.cwd()}/dist/cli/main.js`);
    expect(packages).toContain('commander');
    expect([...packages].filter((each) => !(each in dependencies))).toEqual([]);
  });

  it('can be started as a program', () => {
    expect(execFileSync('dist/cli/main.js', ['--version'], { encoding: 'utf8' })).toMatch(/^\d/);
  });

  it('prints its version', async () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    expect((await runCli(['--version'])).stdout).toBe(`${manifest.version}\n`);
  });

  it('explains itself if no command is given', async () => {
    const { code, stderr } = await runCli([]);
    expect(stderr).toContain('Usage: ');
    expect(code).toBe(2);
  });
});
