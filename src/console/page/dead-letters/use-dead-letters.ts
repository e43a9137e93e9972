import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ConsoleDeadLetter, ConsoleDeadLetterPage, DeadLetterQuery } from '../../console-api.js';
import { getDeadLetters, isGone, messageOf } from '../server.js';

/** How many are asked for at a time. */
const PAGE = 50;

/** How many may be asked for at a time. */
const MOST = 200;

interface Paging {
  limit: number;
  /** The id of the last one that is shown. */
  after?: string;
}

export interface DeadLetterList {
  /** `undefined` until the server has answered for the first time. */
  page?: ConsoleDeadLetterPage;
  /** Why the list is not what it should be. */
  fault?: string;
  loading: boolean;
  /** Asks for all that are shown once more, and returns how many match; `undefined` when the server did not say. */
  reload: () => Promise<number | undefined>;
  more: () => void;
  /** Takes one away that the server does not have any more. */
  remove: (id: string) => void;
}

/** Loads the matching dead letters, and loads them again when `version` changes, such as the server's number of dead letters. */
export function useDeadLetters(query: DeadLetterQuery, version: unknown): DeadLetterList {
  const { registration, command, handler, since } = query;
  const [page, setPage] = useState<ConsoleDeadLetterPage>();
  const [fault, setFault] = useState<string>();
  const [loading, setLoading] = useState(true);
  const asking = useRef<AbortController>(undefined);
  const shown = useRef(0);
  shown.current = page?.letters.length ?? 0;

  /** Only the latest question counts. */
  const ask = useCallback(
    async function askFor(paging: Paging, before: readonly ConsoleDeadLetter[]): Promise<number | undefined> {
      asking.current?.abort();
      const { signal } = (asking.current = new AbortController());
      setLoading(true);
      try {
        const asked = {
          registration,
          command,
          handler,
          since,
          after: paging.after,
          limit: String(paging.limit),
        };
        const { total, letters } = await getDeadLetters(asked, signal);
        setPage({ total, letters: [...before, ...letters] });
        setFault(undefined);
        return total;
      } catch (error) {
        if (signal.aborted) return undefined;
        // The last one that is shown was replayed or discarded elsewhere: nothing can be listed behind it.
        if (isGone(error) && paging.after !== undefined) return await askFor({ limit: PAGE }, []);
        setFault(messageOf(error));
        return undefined;
      } finally {
        if (!signal.aborted) setLoading(false);
      }
    },
    [registration, command, handler, since],
  );
  const reload = useCallback(() => ask({ limit: Math.min(MOST, Math.max(PAGE, shown.current)) }, []), [ask]);

  useEffect(() => {
    void reload();
    return () => asking.current?.abort();
  }, [reload, version]);

  return {
    page,
    fault,
    loading,
    reload,
    more: () => void ask({ limit: PAGE, after: page?.letters.at(-1)?.id }, page?.letters ?? []),
    remove: (id) =>
      setPage((known) => {
        const letters = known?.letters.filter((letter) => letter.id !== id);
        return known && letters && { total: known.total - (known.letters.length - letters.length), letters };
      }),
  };
}
