import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** A file of the page, as it is served. */
export interface PageFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Whether its name contains a hash of its content, so that browsers may keep it for ever. */
  readonly immutable: boolean;
}

/** Where the build puts the page. The path is right from the sources and from the build. */
export const PAGE_FOLDER = join(__dirname, '../../../../dist/console/page');

const PAGE = 'index.html';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** A hash before the extension: at least eight hexadecimal digits, at least one of them from 0 to 9. */
const HASHED = /[.-](?=[a-f]*\d)[\da-f]{8,64}\.\w+$/;

/** The files of the page. They are read once, so that no request can name any other file. */
export class PageFiles {
  private constructor(
    readonly page: PageFile,
    private readonly assets: ReadonlyMap<string, PageFile>,
  ) {}

  /** @throws Error if the folder has no page */
  static in(folder: string): PageFiles {
    if (!existsSync(join(folder, PAGE))) {
      throw new Error(
        `TencentChatConsoleModule: the page of the console is missing, there is no ${PAGE} in ${folder}: build or install the package again, and if you bundle the app, leave the package out of the bundle`,
      );
    }
    const assets = new Map(
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== PAGE)
        .map(({ name }) => [name, fileOf(folder, name)]),
    );
    return new PageFiles(fileOf(folder, PAGE), assets);
  }

  /** @param name of a file, without any folder */
  asset(name: string): PageFile | undefined {
    return this.assets.get(name);
  }
}

function fileOf(folder: string, name: string): PageFile {
  const body = readFileSync(join(folder, name));
  return {
    body,
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url')}"`,
    immutable: HASHED.test(name),
  };
}
