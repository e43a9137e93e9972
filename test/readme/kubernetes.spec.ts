import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';

const MANIFEST = fileURLToPath(new URL('../../docs/operating/kubernetes.yaml', import.meta.url));
const HERE = fileURLToPath(new URL('manifest.ts', import.meta.url));

/** The modules of kubernetes-types, which are made from Kubernetes' own OpenAPI document. */
const TYPES: Record<string, string> = {
  PersistentVolumeClaim: 'kubernetes-types/core/v1',
  Deployment: 'kubernetes-types/apps/v1',
  Service: 'kubernetes-types/core/v1',
};

interface Resource {
  kind: string;
  spec: {
    template: {
      spec: {
        terminationGracePeriodSeconds: number;
        containers: { lifecycle: { preStop: { exec: { command: [string, string] } } } }[];
      };
    };
  };
}

const resources = parseAllDocuments(readFileSync(MANIFEST, 'utf8')).map(
  (document) => document.toJS() as Resource,
);

/** What the compiler finds in resources that are written as literals, misspelt members included. */
function faultsOf(literals: readonly unknown[], kinds: readonly string[]): string[] {
  const text = literals
    .map((literal, nth) => {
      const kind = kinds[nth] ?? '';
      return `export const r${nth}: import('${TYPES[kind]}').${kind} = ${JSON.stringify(literal)};`;
    })
    .join('\n');
  const options = {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) =>
    file === HERE ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([HERE], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

it('the manifest of Kubernetes has the members that Kubernetes knows', { timeout: 120_000 }, () => {
  const kinds = resources.map(({ kind }) => kind);
  expect(kinds).toEqual(Object.keys(TYPES));
  expect(faultsOf(resources, kinds)).toEqual([]);
  const misspelt = JSON.parse(
    JSON.stringify(resources).replace('terminationGracePeriodSeconds', 'terminationGraceSeconds'),
  ) as Resource[];
  expect(faultsOf(misspelt, kinds)).toEqual([
    expect.stringContaining(`'"terminationGraceSeconds"' does not exist`),
  ]);
});

it('its grace period is longer than the hook before the stop and the drain together', () => {
  const deployment = resources.find(({ kind }) => kind === 'Deployment');
  const { terminationGracePeriodSeconds, containers } = deployment!.spec.template.spec;
  const sleep = Number(containers[0]?.lifecycle.preStop.exec.command[1]);
  expect(sleep).toBeGreaterThan(0);
  expect(terminationGracePeriodSeconds).toBeGreaterThan(sleep + 10);
});
