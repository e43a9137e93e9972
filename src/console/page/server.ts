import type {
  ConsoleFault,
  ConsoleOverview,
  DeadLetterCommand,
  DeadLetterOutcome,
  ConsoleDeadLetterPage,
  DeadLetterQuery,
} from '../api/console-api.js';

/** A request that failed. The message is for the visitor. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';

  constructor(
    /** HTTP status; 0 if there was no answer. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export async function getOverview(): Promise<ConsoleOverview> {
  return (await answer('api/overview')).json();
}

export async function getDeadLetters(
  query: DeadLetterQuery,
  signal: AbortSignal,
): Promise<ConsoleDeadLetterPage> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return (
    await answer(`api/dead-letters?${new URLSearchParams(Object.fromEntries(given))}`, { signal })
  ).json();
}

export async function postDeadLetters(
  action: 'replay' | 'discard',
  command: DeadLetterCommand,
): Promise<DeadLetterOutcome> {
  const request = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(command),
  };
  return (await answer(`api/dead-letters/${action}`, request)).json();
}

/** Whether the server no longer has what was asked for. */
export function isGone(error: unknown): boolean {
  return error instanceof RequestFailed && (error.status === 404 || error.status === 410);
}

/** Returns the reason of a failure in one line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function answer(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, cache: 'no-store' });
  } catch (error) {
    if (init?.signal?.aborted === true) throw error;
    throw new RequestFailed(0, 'the server does not answer');
  }
  if (response.ok) return response;
  throw new RequestFailed(response.status, await faultOf(response));
}

/** Returns the message of a fault. A proxy or a guard of the app may answer with another body. */
async function faultOf(response: Response): Promise<string> {
  try {
    const fault: Partial<ConsoleFault> | null = await response.json();
    if (typeof fault?.message === 'string') return fault.message;
  } catch {
    // Not JSON: the status says enough.
  }
  return `the server answered ${response.status} ${response.statusText}`.trimEnd();
}
