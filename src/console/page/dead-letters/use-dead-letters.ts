import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ConsoleDeadLetter, ConsoleDeadLetterPage, DeadLetterQuery } from '../../api/console-api.js';
import { getDeadLetters, isGone, messageOf } from '../server.js';

/** Number of dead letters of a page. */
const PAGE = 50;

/** Maximum number of dead letters that the server returns. */
const MOST = 200;

interface Paging {
  limit: number;
  /** The id of the last dead letter of the page before. */
  after?: string;
}

export interface DeadLetterList {
  /** `undefined` before the first answer of the server. */
  page?: ConsoleDeadLetterPage;
  /** Why the list could not be read. */
  fault?: string;
  loading: boolean;
  /** Reads the shown dead letters again. Returns how many match; `undefined` if the server did not answer. */
  reload: () => Promise<number | undefined>;
  more: () => void;
  /** Removes one that the server no longer has. */
  remove: (id: string) => void;
}

/** Reads the matching dead letters, and reads them again when `version` changes, such as the server's number of dead letters. */
export function useDeadLetters(query: DeadLetterQuery, version: unknown): DeadLetterList {
  const { registration, command, handler, since } = query;
  const [page, setPage] = useState<ConsoleDeadLetterPage>();
  const [fault, setFault] = useState<string>();
  const [loading, setLoading] = useState(true);
  const asking = useRef<AbortController>(undefined);
  const shown = useRef(0);
  shown.current = page?.letters.length ?? 0;

  /** Only the latest request counts. */
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
        // The last shown dead letter was replayed or discarded elsewhere, so that no page follows it.
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
