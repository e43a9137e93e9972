import { readSync } from 'node:fs';

/** LMDB's mark in its first two pages. */
const MAGIC = 0xbeefc0de;

/** Version of LMDB's file format whose pages are read here. LMDB itself refuses others. */
const DATA_VERSION = 2;

const MIN_BYTES = 8192;

/** Bytes of each of the first two pages that LMDB uses. */
const META_BYTES = 160;

/** The newest of the first two pages of a data file. */
export interface FileMeta {
  readonly pageBytes: number;
  /** The first page of each of the two main tables. */
  readonly roots: readonly number[];
  /** The last page that is in use. */
  readonly lastPage: number;
  readonly transaction: bigint;
}

/** Thrown for a data file that would make LMDB end the process; the message says what is wrong. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/**
 * Reads the first two pages of a data file.
 *
 * @returns `undefined` for a file of another version
 * @throws DamagedFileError if it is no data file
 */
export function readFileMeta(descriptor: number): FileMeta | undefined {
  const head = Buffer.alloc(MIN_BYTES);
  const length = readSync(descriptor, head, 0, MIN_BYTES, 0);
  const marks = [16, 24].filter((offset) => head.readUInt32LE(offset) === MAGIC);
  if (length < MIN_BYTES || marks.length === 0) throw new DamagedFileError('it is no file of LMDB');
  if (marks[0] === 16 || head.readUInt32LE(28) !== DATA_VERSION) return undefined;
  const pageBytes = head.readUInt32LE(48);
  if (pageBytes < 512 || pageBytes > 65_536) throw new DamagedFileError('its first page is damaged');
  const metas = [0, pageBytes].map((offset) => {
    const page = Buffer.alloc(META_BYTES);
    readSync(descriptor, page, 0, META_BYTES, offset);
    const roots = [88, 136].map((root) => Number(page.readBigUInt64LE(root)));
    const lastPage = Number(page.readBigUInt64LE(144));
    return { pageBytes, roots, lastPage, transaction: page.readBigUInt64LE(152) };
  });
  return metas.reduce((newest, meta) => (meta.transaction > newest.transaction ? meta : newest));
}
