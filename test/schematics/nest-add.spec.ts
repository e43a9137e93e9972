import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Tree } from '@angular-devkit/schematics';
import { SchematicTestRunner, type UnitTestTree } from '@angular-devkit/schematics/testing/index.js';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import type { NestAddOptions } from '../../src/schematics/nest-add/nest-add.options.js';

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  name: string;
  schematics: string;
};

/** The tree of a project as `nest new` of the CLI makes it. */
async function nestNew(cli: 11 | 12, language: 'ts' | 'js' = 'ts'): Promise<UnitTestTree> {
  const options = { name: 'app', directory: '.', language, ...(cli === 12 ? { type: 'esm' } : {}) };
  return schematicsOf(cli).runSchematic('application', options);
}

/** A project with a second app, `apps/shop`. */
async function monorepo(cli: 11 | 12 = 12): Promise<UnitTestTree> {
  return schematicsOf(cli).runSchematic('sub-app', { name: 'shop', language: 'ts' }, await nestNew(cli));
}

function schematicsOf(cli: 11 | 12): SchematicTestRunner {
  const name = cli === 11 ? 'nest-schematics-11' : '@nestjs/schematics';
  return new SchematicTestRunner(name, require.resolve(`${name}/dist/collection.json`));
}

/** Runs the schematic on a copy of a tree. */
async function nestAdd(project: Tree, options: NestAddOptions = {}) {
  const runner = new SchematicTestRunner(manifest.name, `${ROOT}${manifest.schematics}`);
  const log: string[] = [];
  runner.logger.subscribe(({ message }) => log.push(message));
  const tree = await runner.runSchematic('nest-add', options, project.branch());
  return { tree, tasks: runner.tasks.map(({ name }) => name), log: log.join('\n') };
}

/** Replaces files of a tree, or adds them. */
function withFiles(project: Tree, files: Record<string, string>): Tree {
  const tree = project.branch();
  for (const [file, text] of Object.entries(files)) {
    if (tree.exists(file)) tree.overwrite(file, text);
    else tree.create(file, text);
  }
  return tree;
}

function textsOf(tree: UnitTestTree): Record<string, string> {
  return Object.fromEntries(tree.files.map((file) => [file, tree.readContent(file)]));
}

const APP_12 = `import { Module } from '@nestjs/common';
import { AppController } from './app.controller.js';
import { AppService } from './app.service.js';
import { ConfigModule } from '@nestjs/config';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { chatConfig } from './tencent-chat/chat.config.js';
import { QuotaAlarmService } from './tencent-chat/quota-alarm.service.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRootAsync(chatConfig.asProvider()),
  ],
  controllers: [AppController],
  providers: [AppService, QuotaAlarmService],
})
export class AppModule {}
`;

describe('nest add', () => {
  it('registers the module in an app of the CLI 12', async () => {
    const { tree, tasks } = await nestAdd(await nestNew(12));
    expect(tree.readContent('/src/app.module.ts')).toBe(APP_12);
    expect(tasks).toEqual(['node-package']);
    expect(tree.readJson('package.json')).toMatchObject({
      dependencies: { '@nestjs/config': '^12.0.0', '@nestjs/event-emitter': '^12.0.0' },
    });
    expect(tree.readContent('/test/quota-alarm.e2e-spec.ts')).toContain("from '../src/app.module.js'");
  });

  it('registers the module in an app of the CLI 11', async () => {
    const { tree, tasks } = await nestAdd(await nestNew(11));
    expect(tree.readContent('/src/app.module.ts')).toBe(APP_12.replace(/\.js'/g, "'"));
    expect(tasks).toEqual(['node-package']);
    expect(tree.readJson('package.json')).toMatchObject({
      dependencies: { '@nestjs/config': '^4.0.0', '@nestjs/event-emitter': '^3.0.0' },
    });
    expect(tree.readContent('/test/quota-alarm.e2e-spec.ts')).toContain("from '../src/app.module'");
  });

  it('registers the module in an app of a monorepo', async () => {
    const { tree } = await nestAdd(await monorepo(), { sourceRoot: 'apps/shop/src' });
    expect(tree.readContent('/apps/shop/src/shop.module.ts')).toContain(
      'TencentChatWebhookModule.forRootAsync(chatConfig.asProvider())',
    );
    expect(tree.readContent('/apps/shop/test/quota-alarm.e2e-spec.ts')).toContain(
      "import { ShopModule } from '../src/shop.module.js';",
    );
    expect(tree.files).toContain('/.env');
  });

  it('refuses a project that the workspace does not have', async () => {
    // The Nest CLI gives the folder of its default project then.
    const given = { sourceRoot: 'apps/app/src', project: 'nope' };
    await expect(nestAdd(await monorepo(), given)).rejects.toThrow(
      /^--project nope: nest-cli\.json has no such project, only \S+ and shop$/,
    );
    await expect(nestAdd(await nestNew(12), { project: 'nope' })).rejects.toThrow(
      '--project nope: nest-cli.json has no projects: leave the option out',
    );
    const { tree } = await nestAdd(await monorepo(), { sourceRoot: 'apps/shop/src', project: 'shop' });
    expect(tree.readText('/apps/shop/src/shop.module.ts')).toContain('TencentChatWebhookModule');
  });

  it.each([
    ['of the CLI 11', () => nestNew(11), {}],
    ['of the CLI 12', () => nestNew(12), { console: true, delivery: 'lmdb' }],
    ['of a monorepo', () => monorepo(), { sourceRoot: 'apps/shop/src', delivery: 'postgres' }],
  ] as const)('changes nothing in an app %s when it runs again', async (_, make, options) => {
    const { tree: once } = await nestAdd(await make(), options);
    const { tree: twice, tasks } = await nestAdd(once, options);
    expect(textsOf(twice)).toEqual(textsOf(once));
    expect(tasks).toEqual([]);
  });

  it.each(['memory', 'lmdb', 'bullmq', 'postgres'] as const)(
    'writes files in the format of the project: %s',
    async (delivery) => {
      const project = await nestNew(12);
      const { tree } = await nestAdd(project, { delivery, console: true });
      const written = tree.files.filter((file) => file.endsWith('.ts') && !project.exists(file));
      expect(written).toHaveLength(4);
      for (const file of [...written, '/src/app.module.ts']) {
        const text = tree.readContent(file);
        expect(text).not.toContain('__');
        expect(await format(text, { parser: 'typescript', singleQuote: true, trailingComma: 'all' })).toBe(
          text,
        );
      }
    },
  );

  it('adds a delivery with its packages and variables', async () => {
    const project = withFiles(await nestNew(12), { '.gitignore': '/dist\n.env\n' });
    const { tree } = await nestAdd(project, { delivery: 'lmdb' });
    expect(tree.readContent('/src/tencent-chat/chat.config.ts')).toContain('delivery: lmdbDelivery({');
    expect(tree.readJson('package.json')).toMatchObject({ dependencies: { lmdb: '^3.2.0' } });
    expect(tree.readContent('/.env')).toContain('TENCENT_CHAT_INBOX=./tencent-chat-inbox\n');
    expect(tree.readContent('/.gitignore')).toBe('/dist\n.env\n/tencent-chat-inbox\n');
  });

  it('puts the console behind a password', async () => {
    const { tree } = await nestAdd(await nestNew(12), { console: true });
    expect(tree.readContent('/src/app.module.ts')).toContain(
      'TencentChatConsoleModule.forRoot({ guards: [ConsoleGuard] }),',
    );
    expect(tree.readContent('/.env')).toMatch(/^TENCENT_CHAT_CONSOLE_PASSWORD=[0-9a-f]{32}$/m);
  });

  it('adds the console later', async () => {
    const { tree: without } = await nestAdd(await nestNew(12));
    const { tree } = await nestAdd(without, { console: true });
    expect(tree.readContent('/src/app.module.ts')).toContain('TencentChatConsoleModule.forRoot');
    expect(tree.readContent('/src/app.module.ts').match(/TencentChatWebhookModule\.forRoot/g)).toHaveLength(
      1,
    );
  });

  it('keeps the variables of .env, and adds those that are missing', async () => {
    const project = withFiles(await nestNew(12), { '.env': 'PORT=3001\nTENCENT_CHAT_TOKEN = mine' });
    const { tree } = await nestAdd(project);
    expect(tree.readContent('/.env')).toBe(
      'PORT=3001\nTENCENT_CHAT_TOKEN = mine\nTENCENT_CHAT_SDK_APP_ID=1400000000\n',
    );
  });

  it('does not call the token new that .env had', async () => {
    const { tree, log } = await nestAdd(await nestNew(12));
    expect(log).toContain('TENCENT_CHAT_TOKEN is a new, random one');
    const { log: later } = await nestAdd(tree);
    expect(later).toContain('In .env, set TENCENT_CHAT_SDK_APP_ID');
    expect(later).not.toContain('new, random');
  });

  it('makes a new token for each project, and does not print it', async () => {
    const project = await nestNew(12);
    const runs = [await nestAdd(project), await nestAdd(project)];
    const tokens = runs.map(
      ({ tree }) => /TOKEN=([0-9a-f]{32})$/m.exec(tree.readContent('/.env'))?.[1] ?? '',
    );
    expect(new Set(tokens).size).toBe(2);
    for (const [index, { log }] of runs.entries()) expect(log).not.toContain(tokens[index]);
  });

  it('prints what to do in the console of Chat, and in main.ts', async () => {
    const { log } = await nestAdd(await nestNew(12));
    expect(log).toContain('https://your-host/tencent-chat/webhook');
    expect(log).toContain('单日净增群组数告警');
    expect(log).toContain('In src/main.ts, call app.enableShutdownHooks()');
    expect(log).not.toContain('tencent-chat/console');
  });

  it('prints where the console is, and which variable names the database', async () => {
    const { log } = await nestAdd(await nestNew(12), { console: true, delivery: 'postgres' });
    expect(log).toContain('Open http://localhost:3000/tencent-chat/console');
    expect(log).toContain('In .env, check DATABASE_URL');
  });

  it('prints the command that runs the test it wrote', async () => {
    const shop = { sourceRoot: 'apps/shop/src' };
    const { log: alone } = await nestAdd(await nestNew(11));
    expect(alone).toContain('Try it: npm run test:e2e.');
    const { log: second } = await nestAdd(await monorepo(11), shop);
    expect(second).toContain('Try it: npx jest --config apps/shop/test/jest-e2e.json quota-alarm.');
    const { log: vitest } = await nestAdd(await monorepo(12), shop);
    expect(vitest).toContain('Try it: npm run test:e2e.');
  });

  it('installs nothing with --skip-install, and says so', async () => {
    const { tasks, log } = await nestAdd(await nestNew(12), { skipInstall: true });
    expect(tasks).toEqual([]);
    expect(log).toContain('1. Install the packages that package.json lists now.');
  });

  it('does not register what another module of the app registers', async () => {
    const project = withFiles(await nestNew(12), {
      'src/events.module.ts': 'export const events = EventEmitterModule.forRoot({ wildcard: true });\n',
    });
    const { tree } = await nestAdd(project);
    expect(tree.readContent('/src/app.module.ts')).not.toContain('EventEmitterModule');
  });

  it('does not import what the root module imports', async () => {
    const text = `import { ConfigModule } from '@nestjs/config';
@Module({ imports: [ConfigModule.forFeature(mail)] })
export class AppModule {}\n`;
    const { tree } = await nestAdd(withFiles(await nestNew(12), { 'src/app.module.ts': text }));
    expect(tree.readContent('/src/app.module.ts').match(/import .* '@nestjs\/config'/g)).toHaveLength(1);
    expect(tree.readContent('/src/app.module.ts')).toContain('ConfigModule.forRoot(');
  });

  it('leaves an app alone that registers the module by hand', async () => {
    const project = withFiles(await nestNew(12), {
      'src/chat.module.ts':
        'export const chat = TencentChatWebhookModule.forRoot({ sdkAppId: 1400000000, token });\n',
    });
    const { tree, log, tasks } = await nestAdd(project);
    expect(textsOf(tree)).toEqual(textsOf((await nestAdd(project)).tree));
    expect(tree.files.filter((file) => !project.exists(file))).toEqual([]);
    expect(log).toContain('src registers TencentChatWebhookModule already');
    expect(tasks).toEqual([]);
  });

  it('does not replace the options of an earlier run by another delivery', async () => {
    const { tree } = await nestAdd(await nestNew(12));
    await expect(nestAdd(tree, { delivery: 'bullmq' })).rejects.toThrow(
      'src/tencent-chat/chat.config.ts exists, without bullMqDelivery',
    );
  });

  it('writes the options with another delivery when their file was deleted', async () => {
    const { tree: once } = await nestAdd(await nestNew(12));
    once.delete('src/tencent-chat/chat.config.ts');
    const { tree } = await nestAdd(once, { delivery: 'bullmq' });
    expect(tree.readContent('/src/tencent-chat/chat.config.ts')).toContain('delivery: bullMqDelivery({');
    expect(tree.readContent('/src/app.module.ts')).toBe(APP_12);
  });

  it('sends users of JavaScript to the README', async () => {
    await expect(nestAdd(await nestNew(11, 'js'))).rejects.toThrow(
      'src/main.js: this project is written in JavaScript, but nest add writes TypeScript. Set it up by hand, as README.md shows',
    );
  });
});

describe('the root module', () => {
  it('is the one that main.ts starts, under any name', async () => {
    const project = withFiles(await nestNew(12), {
      'src/main.ts': `import { RootModule as App } from './root/root.module.js';
const app = await NestFactory.create<NestExpressApplication>(App, { rawBody: true });\n`,
      'src/root/root.module.ts': '@Module({})\nexport class RootModule {}\n',
    });
    const { tree } = await nestAdd(project);
    const text = tree.readContent('/src/root/root.module.ts');
    expect(text).toContain("import { chatConfig } from '../tencent-chat/chat.config.js';");
    expect(text).toContain('    TencentChatWebhookModule.forRootAsync(');
    expect(tree.readContent('/test/quota-alarm.e2e-spec.ts')).toContain(
      "import { RootModule } from '../src/root/root.module.js';",
    );
  });

  it('can be given', async () => {
    const project = withFiles(await nestNew(12), { 'src/main.ts': "await start('app');\n" });
    await expect(nestAdd(project)).rejects.toThrow(
      'src/main.ts does not show which module the app starts: give --module',
    );
    await expect(nestAdd(project, { module: 'src/ap.module.ts' })).rejects.toThrow(
      '--module src/ap.module.ts: there is no such file',
    );
    const { tree } = await nestAdd(project, { module: 'src/app.module.ts' });
    expect(tree.readContent('/src/app.module.ts')).toBe(APP_12);
  });

  it.each([
    [
      'imports on one line',
      '  imports: [UsersModule, MailModule],\n',
      '    UsersModule,\n    MailModule,\n    ConfigModule.',
    ],
    [
      'a comment behind the last import',
      '  imports: [\n    UsersModule // people\n  ],\n',
      '    UsersModule, // people\n    ConfigModule.',
    ],
    [
      'imports that spread another list',
      '  imports: [\n    ...COMMON,\n  ],\n',
      '    ...COMMON,\n    ConfigModule.',
    ],
    [
      'nothing but a comment in its imports',
      '  imports: [\n    // none yet\n  ],\n',
      '    // none yet\n    ConfigModule.',
    ],
    [
      'a comment between imports on one line',
      '  imports: [UsersModule /* people */, MailModule],\n',
      '[UsersModule /* people */, MailModule,\n    ConfigModule.',
    ],
    ['no imports', '  providers: [],\n', '  imports: [\n    ConfigModule.'],
    ['tabs', '\timports: [],\n', '\n\t\tConfigModule.'],
    ['nothing at all', '', '@Module({\n  imports: [\n    ConfigModule.'],
  ])('may have %s', async (_, metadata, expected) => {
    const text = `@Module({${metadata === '' ? '' : `\n${metadata}`}})\nexport class AppModule {}\n`;
    const { tree } = await nestAdd(withFiles(await nestNew(12), { 'src/app.module.ts': text }));
    const added = tree.readContent('/src/app.module.ts');
    expect(added).toContain(expected);
    expect(await format(added, { parser: 'typescript' })).toContain('providers: [QuotaAlarmService],');
  });

  it('needs imports that are a list', async () => {
    const text = '@Module({ imports: MODULES })\nexport class AppModule {}\n';
    await expect(nestAdd(withFiles(await nestNew(12), { 'src/app.module.ts': text }))).rejects.toThrow(
      'src/app.module.ts: imports of @Module is no list in brackets',
    );
  });

  it('is not changed in a project of another Nest', async () => {
    const project = await nestNew(12);
    const old = withFiles(project, {
      'package.json': project.readContent('/package.json').replaceAll('^12.0.1', '^10.4.0'),
    });
    await expect(nestAdd(old)).rejects.toThrow('@nestjs/core is ^10.4.0. Nest 11 or 12 is needed');
  });
});
