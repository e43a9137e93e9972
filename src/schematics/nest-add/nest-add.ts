import { randomBytes } from 'node:crypto';
import type { Rule, Tree } from '@angular-devkit/schematics';
import { assertKnownProject } from './known-project.js';
import { addIgnored, addVariables } from './missing-lines.js';
import { addToModule, type ModuleAdditions } from './module-additions.js';
import { resolveNestAdd, type NestAddOptions } from './nest-add.options.js';
import { nextSteps } from './next-steps.js';
import { addPackages } from './packages.js';
import { findRootModule } from './root-module.js';
import { testCommand } from './test-command.js';
import { WrittenFiles } from './written-files.js';

/** Installs the packages of `package.json` when all files are written. */
const INSTALLATION = { name: 'node-package', options: { command: 'install', quiet: true, hideOutput: true } };

/**
 * `nest add nestjs-tencent-chat-webhook`: sets an app up to receive Chat's webhooks. It adds what is missing, so that a second run changes
 * nothing.
 */
export function nestAdd(given: NestAddOptions): Rule {
  return (tree, context) => {
    const options = resolveNestAdd(given);
    const { delivery, sourceRoot } = options;
    if (given.project !== undefined) assertKnownProject(tree, given.project);
    const module = findRootModule(tree, sourceRoot, options.module);
    const files = new WrittenFiles(tree, options, module);
    const sources = sourcesIn(tree, sourceRoot);
    if (isRegistered('TencentChatWebhookModule', sources) && !files.isSetUp(sources)) {
      context.logger.warn(`${sourceRoot} registers TencentChatWebhookModule already: nothing was changed`);
      return;
    }

    files.write();
    const text = tree.readText(module.file);
    const added = addToModule(
      module.file,
      text,
      module.className,
      additions(files, sources, options.console),
    );
    if (added !== text) tree.overwrite(module.file, added);
    const newVariables = addVariables(tree, {
      TENCENT_CHAT_SDK_APP_ID: '1400000000',
      TENCENT_CHAT_TOKEN: secret(),
      ...delivery.env,
      ...(options.console ? { TENCENT_CHAT_CONSOLE_PASSWORD: secret() } : {}),
    });
    addIgnored(tree, ['.env', ...(delivery.ignored ? [delivery.ignored] : [])]);
    const isChanged = addPackages(tree, delivery.dependencies ?? {}, delivery.devDependencies ?? {});
    if (isChanged && !options.skipInstall) context.addTask({ toConfiguration: () => INSTALLATION });

    const lacksPackages = isChanged && options.skipInstall;
    context.logger.info(
      nextSteps(options, {
        lacksPackages,
        hasNewToken: newVariables.includes('TENCENT_CHAT_TOKEN'),
        endsGracefully: sources.includes('enableShutdownHooks'),
        testCommand: testCommand(tree, sourceRoot),
      }),
    );
  };
}

/** Returns what the root module lacks. A part that another module of the app registers is not registered twice. */
function additions(files: WrittenFiles, sources: string, console: boolean): ModuleAdditions {
  const config = { name: 'chatConfig', from: files.fromModule('chat.config.ts') };
  const guard = { name: 'ConsoleGuard', from: files.fromModule('console.guard.ts') };
  const service = { name: 'QuotaAlarmService', from: files.fromModule('quota-alarm.service.ts') };
  const modules = [
    { name: 'ConfigModule', from: '@nestjs/config', call: 'forRoot({ isGlobal: true })', uses: [] },
    { name: 'EventEmitterModule', from: '@nestjs/event-emitter', call: 'forRoot()', uses: [] },
    {
      name: 'TencentChatWebhookModule',
      from: 'nestjs-tencent-chat-webhook',
      call: `forRootAsync(${config.name}.asProvider())`,
      uses: [config],
    },
    {
      name: 'TencentChatConsoleModule',
      from: 'nestjs-tencent-chat-webhook/console',
      call: `forRoot({ guards: [${guard.name}] })`,
      uses: [guard],
    },
  ]
    .filter(({ name }) => console || name !== 'TencentChatConsoleModule')
    .filter(({ name }) => !isRegistered(name, sources));
  const services = sources.includes(service.name) ? [] : [service];
  return {
    symbols: [...modules.flatMap(({ uses, ...module }) => [module, ...uses]), ...services],
    lists: {
      imports: modules.map(({ name, call }) => `${name}.${call}`),
      providers: services.map(({ name }) => name),
    },
  };
}

function isRegistered(module: string, sources: string): boolean {
  return new RegExp(String.raw`\b${module}\s*\.\s*forRoot`).test(sources);
}

/** Returns the text of all sources of the app as they were before. */
function sourcesIn(tree: Tree, folder: string): string {
  const texts: string[] = [];
  tree.getDir(folder).visit((file, entry) => {
    if (entry && file.endsWith('.ts') && !file.endsWith('.spec.ts')) texts.push(entry.content.toString());
  });
  return texts.join('\n');
}

/** Nobody can guess it: 128 bits, in letters and digits. */
function secret(): string {
  return randomBytes(16).toString('hex');
}
