import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes that the disk must have room for: more than an ordinary commit writes. */
const ROOM = Buffer.alloc(1024 * 1024);

/**
 * Writes a megabyte behind the length of an inbox, and deletes it. It is a separate file with a hole in front, so that it finds both a
 * full disk and a limit for the length of files.
 *
 * @param path directory of the inbox
 * @throws Error why the disk cannot be written
 */
export async function assertRoom(path: string): Promise<void> {
  const { size } = await stat(join(path, 'data.mdb'));
  const file = join(path, `room-${randomBytes(6).toString('hex')}`);
  try {
    const handle = await open(file, 'wx');
    try {
      for (let written = 0; written < ROOM.length;) {
        const { bytesWritten } = await handle.write(ROOM, written, ROOM.length - written, size + written);
        written += bytesWritten;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } finally {
    await rm(file, { force: true });
  }
}
