/** Number of the root page of a table without entries. */
export const ROOT_OF_EMPTY_TABLE = 2 ** 64;

/** Bytes of a page, or of the pages of a large value, before what they hold. */
export const HEADER_BYTES = 24;
const BRANCH = 1;
const LEAF = 2;
const NODE_BYTES = 8;
const LARGE_VALUE = 1;
const TABLE = 2;

/** The pages that a page refers to, by their numbers. */
export interface PageLinks {
  /** Pages of this table, and the roots of others. */
  readonly tables: number[];
  /** Pages of large values. */
  readonly values: { readonly first: number; readonly count: number }[];
}

/** A page of an LMDB file: a header, and nodes that the offsets behind the header point to. */
export class Page {
  constructor(private readonly bytes: Buffer) {}

  /** @returns `undefined` if it is no page with this number that belongs to a table */
  linksOf(number: number): PageLinks | undefined {
    const { bytes } = this;
    const kind = bytes.readUInt16LE(18) & (BRANCH | LEAF);
    const lower = bytes.readUInt16LE(20);
    const isOurs = Number(bytes.readBigUInt64LE(0)) === number && (kind === BRANCH || kind === LEAF);
    if (!isOurs || lower % 2 !== 0 || lower < 2 || HEADER_BYTES + lower > bytes.length) return undefined;
    const links: PageLinks = { tables: [], values: [] };
    for (let nth = 0; nth < lower / 2; nth += 1) {
      const node = HEADER_BYTES + bytes.readUInt16LE(HEADER_BYTES + 2 * nth);
      if (node < HEADER_BYTES + lower || node + NODE_BYTES > bytes.length) return undefined;
      if (kind === BRANCH)
        links.tables.push(bytes.readUInt32LE(node) + bytes.readUInt16LE(node + 4) * 2 ** 32);
      else if (!this.addLinksOf(node, links)) return undefined;
    }
    return links;
  }

  /** The values of a sound page, except large ones. */
  *smallValues(): Iterable<Buffer> {
    const { bytes } = this;
    if ((bytes.readUInt16LE(18) & LEAF) === 0) return;
    for (let nth = 0; nth < bytes.readUInt16LE(20) / 2; nth += 1) {
      const node = HEADER_BYTES + bytes.readUInt16LE(HEADER_BYTES + 2 * nth);
      if ((bytes.readUInt16LE(node + 4) & LARGE_VALUE) !== 0) continue;
      const data = node + NODE_BYTES + bytes.readUInt16LE(node + 6);
      yield bytes.subarray(data, data + bytes.readUInt32LE(node));
    }
  }

  /** @returns whether the node is within the page */
  private addLinksOf(node: number, { tables, values }: PageLinks): boolean {
    const { bytes } = this;
    const flags = bytes.readUInt16LE(node + 4);
    const data = node + NODE_BYTES + bytes.readUInt16LE(node + 6);
    const length = (flags & LARGE_VALUE) === 0 ? bytes.readUInt32LE(node) : HEADER_BYTES;
    if (data + length > bytes.length) return false;
    if ((flags & LARGE_VALUE) !== 0) {
      const count = Number(bytes.readBigUInt64LE(data + 16));
      values.push({ first: Number(bytes.readBigUInt64LE(data)), count });
    } else if ((flags & TABLE) !== 0 && length >= 48) tables.push(Number(bytes.readBigUInt64LE(data + 40)));
    return true;
  }
}
