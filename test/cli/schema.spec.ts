import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { sampleCallback } from '../../src/testing/index.js';
import { runCli } from './run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const read = (file: string) => readFileSync(file, 'utf8');
/** The package holds its files on one line. */
const onOneLine = (json: string) => `${JSON.stringify(JSON.parse(json))}\n`;
const { version } = JSON.parse(read('package.json')) as { version: string };

it('openapi is printed as the package holds it, and is valid', async () => {
  const { code, stdout, stderr } = await runCli(['schema', 'openapi']);
  expect([code, stderr]).toEqual([0, '']);
  expect(onOneLine(stdout)).toBe(read('dist/tencent-chat.openapi.json'));
  const document = JSON.parse(stdout) as { info: object; webhooks: object };
  expect(document.info).toMatchObject({ version });
  expect(Object.keys(document.webhooks)).toEqual(CATALOGUE.map(({ command }) => command));
  const { errors } = await new Validator().validate(document);
  expect(errors).toBeUndefined();
});

it('json-schema is written as the package holds it, and each sample fulfils its own', async () => {
  const file = join(temporaryFolder(), 'schemas.json');
  expect(await runCli(['schema', 'json-schema', '--out', file])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(onOneLine(read(file))).toBe(read('dist/tencent-chat.schemas.json'));
  const schemas = JSON.parse(read(file)) as Record<string, object>;
  expect(Object.keys(schemas)).toHaveLength(90);
  const ajv = new Ajv2020({ allowUnionTypes: true });
  for (const { command } of CATALOGUE) {
    expect(ajv.validate(schemas[command]!, sampleCallback(command)), `${command}: ${ajv.errorsText()}`).toBe(
      true,
    );
  }
});

it.each([
  [['schema'], /missing required argument 'format'/],
  [['schema', 'yaml'], /value 'yaml' is invalid.*openapi, json-schema/],
  [
    ['schema', 'openapi', '--out', '/no/such/folder/file'],
    /\/no\/such\/folder\/file cannot be written: ENOENT/,
  ],
  [['schema', 'openapi', 'json-schema'], /too many arguments/],
])('%j is a mistake that is explained', async (parameters, message) => {
  const { code, stdout, stderr } = await runCli(parameters);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});
