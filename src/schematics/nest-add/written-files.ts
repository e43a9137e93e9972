import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Tree } from '@angular-devkit/schematics';
import type { RootModule } from './root-module.js';
import type { ResolvedNestAddOptions } from './nest-add.options.js';

/** Folder of what the schematic writes, below the app's sources. */
const FOLDER = 'tencent-chat';

/** The files that an app gets. Their imports end in `.js` in a project of ES modules. */
export class WrittenFiles {
  private readonly folder: string;
  private readonly extension: string;

  constructor(
    private readonly tree: Tree,
    private readonly options: ResolvedNestAddOptions,
    private readonly module: RootModule,
  ) {
    this.folder = posix.join(options.sourceRoot, FOLDER);
    const manifest: unknown = JSON.parse(tree.readText('package.json'));
    this.extension = Reflect.get(Object(manifest), 'type') === 'module' ? '.js' : '';
  }

  /** Returns how the root module imports a file. */
  fromModule(name: string): string {
    return this.between(posix.dirname(this.module.file), posix.join(this.folder, name));
  }

  /** Whether an earlier run has set the app up. Its options may be deleted, so that this run writes them with another delivery. */
  isSetUp(sources: string): boolean {
    return this.tree.exists(this.configFile) || sources.includes(`${FOLDER}/chat.config`);
  }

  /**
   * Writes the files that are missing.
   *
   * @throws Error if an earlier run has written the options with another delivery
   */
  write(): void {
    const { code } = this.options.delivery;
    if (
      this.tree.exists(this.configFile) &&
      code &&
      !this.tree.readText(this.configFile).includes(code.name)
    ) {
      throw new Error(
        `${this.configFile} exists, without ${code.name}: put it in by hand, or delete the file and start again`,
      );
    }
    const subpath = `nestjs-tencent-chat-webhook/${code?.subpath}`;
    this.create(this.configFile, 'chat.config.ts', {
      DELIVERY_IMPORT: code ? `import { ${code.name} } from '${subpath}';\n` : '',
      DELIVERY: code ? `    delivery: ${code.name}({\n      ${code.options},\n    }),\n` : '',
    });
    this.create(posix.join(this.folder, 'quota-alarm.service.ts'), 'quota-alarm.service.ts', {});
    if (this.options.console)
      this.create(posix.join(this.folder, 'console.guard.ts'), 'console.guard.ts', {});
    const tests = posix.join(this.options.sourceRoot, '..', 'test');
    this.create(posix.join(tests, 'quota-alarm.e2e-spec.ts'), 'quota-alarm.e2e-spec.ts', {
      MODULE: this.module.className,
      MODULE_FILE: this.between(tests, this.module.file),
      CONFIG_FILE: this.between(tests, this.configFile),
    });
  }

  private get configFile(): string {
    return posix.join(this.folder, 'chat.config.ts');
  }

  private create(file: string, template: string, values: Readonly<Record<string, string>>): void {
    if (this.tree.exists(file)) return;
    const text = readFileSync(join(__dirname, 'files', `${template}.template`), 'utf8');
    this.tree.create(
      file,
      text.replace(/__([A-Z_]+?)__/g, (_, name: string) => values[name] ?? ''),
    );
  }

  private between(folder: string, file: string): string {
    const path = posix.relative(folder, file.replace(/\.ts$/, ''));
    return `${path.startsWith('.') ? '' : './'}${path}${this.extension}`;
  }
}
