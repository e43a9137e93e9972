import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FILE = `${ROOT}test/types/opened-in-an-editor.ts`;

/** What somebody has typed so far; the cursor stands at `|`. */
interface Opened {
  service: ts.LanguageService;
  cursor: number;
}

/** Opens a file that is not on the disk, as an editor does. */
function open(typed: string): Opened {
  const cursor = typed.indexOf('|');
  const text = typed.replace('|', '');
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (file) => ts.sys.readFile(file)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const read = (file: string) => (file === FILE ? text : ts.sys.readFile(file));
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot(file) {
      const content = read(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => ROOT,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (file) => file === FILE || ts.sys.fileExists(file),
    readFile: read,
    directoryExists: (folder) => ts.sys.directoryExists(folder),
    getDirectories: (folder) => ts.sys.getDirectories(folder),
  });
  return { service, cursor };
}

function docs(parts: ts.SymbolDisplayPart[] | undefined): string {
  return ts.displayPartsToString(parts);
}

const IMPORTS = `import { OnTencentChatEvent, type GroupQuotaAlarmEvent, type TencentChatEventMap } from '../../src/index.js';\n`;

describe('an editor', { timeout: 120_000 }, () => {
  it('shows what the event of a class is', () => {
    const { service, cursor } = open(`${IMPORTS}export let event: GroupQuota|AlarmEvent;`);
    const shown = service.getQuickInfoAtPosition(FILE, cursor);
    expect(docs(shown?.documentation)).toBe(
      "The day's net growth of groups (created minus dissolved) is above 70 % of the app's limit. Command `Group.CallbackOnDailyGroupQuotaAlarm`.",
    );
  });

  it('offers the names of events, and says what they are', () => {
    const { service, cursor } = open(`${IMPORTS}export let event: TencentChatEventMap['group.q|'];`);
    const offered = service.getCompletionsAtPosition(FILE, cursor, {});
    expect(offered?.entries.map(({ name }) => name)).toContain('group.quotaAlarm');
    const details = service.getCompletionEntryDetails(
      FILE,
      cursor,
      'group.quotaAlarm',
      {},
      undefined,
      {},
      undefined,
    );
    expect(docs(details?.documentation)).toMatch(/^The day's net growth of groups/);
    const own = service.getCompletionEntryDetails(
      FILE,
      cursor,
      'group.quotaLevelReached',
      {},
      undefined,
      {},
      undefined,
    );
    expect(docs(own?.documentation)).toMatch(/^The quota of groups has reached/);
  });

  it('offers the names of events in the decorator', () => {
    const { service, cursor } = open(
      `${IMPORTS}export class Alarms {\n  @OnTencentChatEvent('|')\n  warn(): void {}\n}`,
    );
    const offered = service.getCompletionsAtPosition(FILE, cursor, {});
    expect(offered?.entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['group.quotaAlarm', 'group.quotaLevelReached', 'tencentChat.rejected']),
    );
  });

  it('shows one line for a misspelt name, with the name that is meant', () => {
    const { service } = open(
      `${IMPORTS}export type Used = TencentChatEventMap;\nexport class Alarms {\n  @OnTencentChatEvent('group.qoutaAlarm')\n  warn(_event: GroupQuotaAlarmEvent): void {}\n}`,
    );
    const errors = service
      .getSemanticDiagnostics(FILE)
      .filter(({ category }) => category === ts.DiagnosticCategory.Error)
      .map(({ messageText }) => messageText);
    expect(errors).toEqual([
      `Argument of type '"group.qoutaAlarm"' is not assignable to parameter of type '"there is no event 'group.qoutaAlarm': did you mean 'group.quotaAlarm'?"'.`,
    ]);
  });
});
