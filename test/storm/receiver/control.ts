/** A process that does nothing else. What blocks its event loop as well, is the machine's fault. */
import { appendFileSync } from 'node:fs';
import { watchLoop } from './loop-watch.js';

watchLoop((block) => process.send?.(block));
// Like a handler that notes what it has done: a busy disk holds up both.
setInterval(() => appendFileSync(process.argv[2] ?? '', 'control\n'), 20);
process.on('disconnect', () => process.exit());
