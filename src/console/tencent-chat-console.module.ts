import { ConfigurableModuleBuilder, type DynamicModule, Module } from '@nestjs/common';
import { DeadLetterActions } from './server/dead-letters/dead-letter-actions.js';
import { DeadLetterPages } from './server/dead-letters/dead-letter-pages.js';
import { ConsoleAnswers } from './server/http/console-answers.js';
import { ConsoleMount } from './server/http/console-mount.js';
import { mountConsole } from './server/http/mount-console.js';
import { OwnPath } from './server/http/own-path.js';
import { PageRoute } from './server/http/page-route.js';
import { AccessCheck } from './server/http/access-check.js';
import { CallbackJournal } from './server/journal/callback-journal.js';
import { JournalKeeper } from './server/journal/journal-keeper.js';
import { OverviewReader } from './server/overview/overview-reader.js';
import { PAGE_FOLDER, PageFiles } from './server/page-files/page-files.js';
import { ConsoleRegistrations } from './server/registrations/console-registrations.js';
import { ConsoleStreams } from './server/streams/console-streams.js';
import {
  resolveConsoleExtras,
  type TencentChatConsoleExtras,
} from './options/tencent-chat-console.extras.js';
import {
  ResolvedConsoleOptions,
  resolveConsoleOptions,
  type TencentChatConsoleOptions,
} from './options/tencent-chat-console.options.js';

const OPTIONS = Symbol('TencentChatConsoleOptions');

const { ConfigurableModuleClass, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<TencentChatConsoleOptions>({
    moduleName: 'TencentChatConsole',
    optionsInjectionToken: OPTIONS,
  })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createTencentChatConsoleOptions')
    .setExtras<Partial<TencentChatConsoleExtras>>(
      { guards: undefined, path: undefined, imports: undefined, decorators: undefined },
      (definition, extras) => {
        const resolved = resolveConsoleExtras(extras);
        const access = resolved.guards === 'public' ? 'read' : 'operate';
        const mount: ConsoleMount = { path: resolved.path, pagePaths: [''], access };
        return {
          ...definition,
          imports: [...new Set([...(definition.imports ?? []), ...resolved.imports])],
          controllers: [mountConsole(resolved, mount)],
          providers: [...(definition.providers ?? []), { provide: ConsoleMount, useValue: mount }],
        };
      },
    )
    .build();

/** The same class with required `guards`, which the builder cannot express. */
interface ConsoleModuleClass {
  new (): object;
  /** @throws ConfigurationError for a wrong option that shapes the console, or without `guards` */
  forRoot(options: TencentChatConsoleOptions & TencentChatConsoleExtras): DynamicModule;
  /** @throws ConfigurationError for a wrong option that shapes the console, or without `guards` */
  forRootAsync(options: typeof ASYNC_OPTIONS_TYPE & Pick<TencentChatConsoleExtras, 'guards'>): DynamicModule;
}

const ConsoleModule: ConsoleModuleClass = ConfigurableModuleClass;

/**
 * A page for the people on call, behind the app's own guards. It shows the quota days, the live callbacks, the dead letters and the state of
 * the deliveries of all registrations of the app, and replays or discards dead letters.
 *
 * @example
 * ```ts
 * TencentChatConsoleModule.forRoot({ guards: [AdminGuard], actor: (request: Request) => request.user.name })
 * ```
 */
@Module({
  providers: [
    { provide: ResolvedConsoleOptions, useFactory: resolveConsoleOptions, inject: [OPTIONS] },
    {
      provide: CallbackJournal,
      useFactory: ({ journal }: ResolvedConsoleOptions) => new CallbackJournal(journal),
      inject: [ResolvedConsoleOptions],
    },
    { provide: PageFiles, useFactory: () => PageFiles.in(PAGE_FOLDER) },
    ConsoleAnswers,
    ConsoleRegistrations,
    ConsoleStreams,
    DeadLetterActions,
    DeadLetterPages,
    JournalKeeper,
    OverviewReader,
    OwnPath,
    PageRoute,
    AccessCheck,
  ],
  exports: [CallbackJournal],
})
export class TencentChatConsoleModule extends ConsoleModule {}
