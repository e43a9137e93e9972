import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const GITHUB = new URL('../.github/', import.meta.url);

interface Workflow {
  on: unknown;
  jobs: Record<string, { 'runs-on': string; steps: { uses?: string; run?: string }[] }>;
}

interface IssueForm {
  name: string;
  description: string;
  body: { type: string; attributes: { label: string } }[];
}

function filesOf<Content>(folder: string): [name: string, content: Content][] {
  return readdirSync(new URL(folder, GITHUB)).map((name) => [
    name,
    parse(readFileSync(new URL(`${folder}/${name}`, GITHUB), 'utf8')) as Content,
  ]);
}

describe('the files for GitHub', () => {
  it.each(filesOf<Workflow>('workflows'))('%s is a workflow', (_name, { on, jobs }) => {
    expect(on).toBeTypeOf('object');
    for (const job of Object.values(jobs)) {
      expect(job['runs-on']).toBe('ubuntu-latest');
      for (const { uses, run } of job.steps) {
        expect(run ?? uses).toMatch(run === undefined ? /^[\w-]+\/[\w-]+@v\d+$/ : /\S/);
      }
    }
  });

  it.each(filesOf<IssueForm>('ISSUE_TEMPLATE'))(
    '%s is an issue form',
    (_name, { name, description, body }) => {
      expect([name, description]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
      for (const { type, attributes } of body) {
        expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
        expect(attributes.label).toMatch(/\S/);
      }
    },
  );

  it('run what a contributor runs', () => {
    const runs = filesOf<Workflow>('workflows').map(([name, { jobs }]) => [
      name,
      Object.values(jobs).some(({ steps }) => steps.some(({ run }) => run === 'bash .ci/run')),
    ]);
    expect(runs).toEqual([
      ['ci.yml', true],
      ['release.yml', true],
    ]);
  });
});
