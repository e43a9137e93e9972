/**
 * The floors of `src/`, from the ground up. A folder imports from the floors above it in this list, and from nothing below.
 * The linter's configuration is made from the list, and a test compares ARCHITECTURE.md with it.
 *
 * `except` names floors above that a folder must not import; `only` names all that it may import. `.` is the files of `src/` itself.
 */
export const FLOORS = [
  { folder: 'common', withoutNest: true },
  { folder: 'protocol', withoutNest: true },
  { folder: 'callbacks' },
  { folder: 'events' },
  { folder: 'lifecycle' },
  { folder: 'delivery/port' },
  { folder: 'delivery/engine' },
  { folder: 'delivery/services' },
  { folder: 'delivery/stores' },
  { folder: 'handlers' },
  { folder: 'receiving' },
  { folder: 'quota', except: ['receiving'] },
  { folder: 'http/adapter', only: ['common'] },
  { folder: 'http', except: ['receiving', 'quota'] },
  { folder: '.' },
  { folder: 'store', only: ['common', 'delivery/port', 'delivery/engine'] },
  { folder: 'opentelemetry', only: ['common', '.'] },
  { folder: 'terminus', only: ['common', '.'] },
  { folder: 'console', only: ['common', '.', 'console/server'] },
  { folder: 'console/server', only: ['common', 'http/adapter', '.', 'console'] },
  { folder: 'console/page', only: ['console/console-api.js'], withoutNest: true },
  {
    folder: 'testing',
    only: ['common', 'protocol', 'callbacks', 'events', 'lifecycle', 'delivery/port'],
  },
  { folder: 'cli', only: ['common', 'protocol', 'callbacks', 'testing'], withoutNest: true },
];
