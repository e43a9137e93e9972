import { Ajv2020 } from 'ajv/dist/2020.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallbackClass, isBeforeCallback } from '../../src/callbacks/callback-class.js';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { standingVerdicts } from '../../src/callbacks/verdicts/standing.js';
import type { Verdict } from '../../src/callbacks/verdicts/verdict.js';
import { readBody } from '../../src/callbacks/wire/typed-body.js';
import { bodySchemas, openApiDocument } from '../../src/schema/openapi.js';
import { sampleCallback } from '../../src/testing/index.js';
import { storedSample } from '../../src/testing/sample-callback.js';
import { changedBody } from '../callbacks/changed-body.js';

type Reject = (rejection?: { code: number }) => Verdict;

interface Response {
  content: { 'application/json': { schema: object } };
}

const ajv = new Ajv2020({ allowUnionTypes: true });
const ALL: readonly CallbackClass[] = CATALOGUE;
const schemas = bodySchemas(ALL);

describe.each(CATALOGUE.map((callback) => [callback.command, callback] as const))(
  '%s',
  (command, callback) => {
    const validate = ajv.compile(schemas[command]!);

    it('has a schema that its sample fulfils', () => {
      expect(validate(sampleCallback(command)), JSON.stringify(validate.errors)).toBe(true);
    });

    it('is read if its schema is fulfilled', () => {
      fc.assert(
        fc.property(changedBody(sampleCallback(command)), (body) => {
          if (validate(body)) expect(readBody(callback, body).fault).toBeUndefined();
        }),
        { numRuns: 100 },
      );
    });
  },
);

describe('the OpenAPI document', () => {
  const document = openApiDocument(CATALOGUE, '1.0.0');

  it('is valid, and has a webhook for each command', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(Object.keys(document.webhooks)).toHaveLength(90);
  });

  it.each(ALL.filter(isBeforeCallback).map((callback) => [callback.command, callback] as const))(
    'allows every answer to %s',
    (command, callback) => {
      const body = storedSample(command);
      const verdicts = callback.verdicts(body);
      const standing = Object.values(standingVerdicts(verdicts));
      const reject: unknown = Reflect.get(verdicts, 'reject');
      const codes = callback.verdicts.codes?.map((code) => (reject as Reject)({ code })) ?? [];
      const drop = 'drop' in verdicts ? [(verdicts.drop as Reject)()] : [];
      const { content } = Reflect.get(document.webhooks[command]!.post.responses!, '200') as Response;
      const validate = ajv.compile(content['application/json'].schema);
      for (const { answer } of [...standing, ...codes, ...drop]) {
        expect(validate(answer), JSON.stringify(answer)).toBe(true);
        expect(validate({ ...answer, ErrorCode: 10_099 })).toBe(false);
        expect(validate({ ...answer, ActionStatus: 'FAIL' })).toBe(false);
      }
    },
  );

  it('has the codes of answers', () => {
    const codes = (command: string) => JSON.stringify(document.webhooks[command]?.post.responses);
    expect(codes('Live.CallbackBeforeSendGift')).toContain('"minimum":102100,"maximum":102200');
    expect(codes('Group.CallbackBeforeSendMsg')).toContain('"enum":[0,1,2]');
    expect(codes('Group.CallbackAfterSendMsg')).toContain('"ErrorCode":{"const":0}');
  });
});
