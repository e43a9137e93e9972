import { setTimeout as delay } from 'node:timers/promises';
import type { StoreProxy } from '../stores/store-proxy.js';
import { harmless, severe, type Fault } from './fault.js';

/** How long each piece of a slow connection takes, in ms. */
const SLOW_MS = 60;

/** What may happen to the connections between a receiver and its store. */
export function networkFaults(proxies: readonly StoreProxy[]): Fault[] {
  return [
    severe('cut', async (nth) => proxies[nth]?.cut()),
    severe('hanging connections', async (nth, forMs) => {
      const goOn = proxies[nth]?.hang();
      await delay(forMs);
      goOn?.();
    }),
    harmless('slow connections', async (nth, forMs) => {
      proxies[nth]?.delay(SLOW_MS);
      await delay(forMs);
      proxies[nth]?.delay(0);
    }),
  ];
}
