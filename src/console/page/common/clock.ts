let offset = 0;
const listeners = new Set<() => void>();
let timer: number | undefined;

/** Adopts the server's clock, by which ages are shown whatever the browser's clock says. */
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
