import { useEffect, useState } from 'preact/hooks';
import type { JournalEntry } from '../../console-api.js';
import type { LiveEntries } from './live-entries.js';

/** The latest callbacks, the newest first; the component is rendered again when there are others. */
export function useLiveEntries(live: LiveEntries): readonly JournalEntry[] {
  const [entries, setEntries] = useState(() => live.newestFirst());
  useEffect(() => {
    setEntries(live.newestFirst());
    return live.subscribe(() => setEntries(live.newestFirst()));
  }, [live]);
  return entries;
}
