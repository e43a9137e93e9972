/**
 * Loaded into the simulated app before all else: its clock goes by what Chat's clock says in each request, for the app
 * does not go by alarms that are ahead of their time, and a forecast is of now.
 */
import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';
import { mock } from 'node:test';

mock.timers.enable({ apis: ['Date'], now: Date.now() });

subscribe('http.server.request.start', (message) => {
  if (typeof message !== 'object' || message === null || !('request' in message)) return;
  const { request } = message;
  if (!(request instanceof IncomingMessage)) return;
  const seconds = Number(/[?&]RequestTime=(\d+)/.exec(request.url ?? '')?.[1] ?? 0);
  if (seconds * 1000 > Date.now()) mock.timers.setTime(seconds * 1000);
});
