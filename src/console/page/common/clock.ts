let offset = 0;
const listeners = new Set<() => void>();
let timer: number | undefined;

/** Adopts the server's clock, so that ages are right even if the browser's clock is wrong. */
export function setServerTime(now: number): void {
  offset = now - Date.now();
}

/** The server's time, in ms since the epoch. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** Calls the listener each second, until the function that it returns is called. */
export function everySecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => listeners.forEach((listen) => listen()), 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}
