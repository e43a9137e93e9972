/**
 * The floors of `src/`. The list begins with the ground floor, and imports go down: a folder may import only folders that stand earlier
 * in this list. The linter's configuration is made from the list, and a test compares ARCHITECTURE.md with it.
 *
 * `except` names lower floors that a folder must not import; `only` replaces the rule by a list. `.` is the files of `src/` itself.
 */
export const FLOORS = [
  { folder: 'common', withoutNest: true },
  { folder: 'protocol', withoutNest: true },
  { folder: 'callbacks' },
  { folder: 'own-callbacks' },
  { folder: 'postgres', withoutNest: true, only: ['common'] },
  { folder: 'receipts', only: ['common', 'postgres'], withoutNest: true },
  { folder: 'events' },
  { folder: 'lifecycle' },
  { folder: 'delivery/port' },
  { folder: 'delivery/engine' },
  { folder: 'delivery/services' },
  { folder: 'delivery/stores' },
  { folder: 'handlers' },
  { folder: 'handlers/discovery' },
  { folder: 'handlers/calls' },
  { folder: 'receiving' },
  { folder: 'quota/day', except: ['receiving', 'handlers/discovery', 'handlers/calls'] },
  { folder: 'quota', except: ['receiving'] },
  { folder: 'http/adapter', only: ['common'] },
  { folder: 'http', except: ['receiving', 'quota', 'quota/day'] },
  { folder: '.' },
  { folder: 'store', only: ['common', 'delivery/port', 'delivery/engine'] },
  { folder: 'opentelemetry', only: ['common', '.'] },
  { folder: 'terminus', only: ['common', '.'] },
  { folder: 'relay', only: ['common', 'callbacks', 'events', '.'] },
  { folder: 'console/api', only: [], withoutNest: true },
  { folder: 'console/page', only: ['console/api'], withoutNest: true },
  { folder: 'console/options', only: ['common', 'console/api'] },
  { folder: 'console/server', only: ['common', 'http/adapter', '.', 'console/api', 'console/options'] },
  { folder: 'console', only: ['common', '.', 'console/api', 'console/options', 'console/server'] },
  {
    folder: 'testing',
    only: ['common', 'protocol', 'callbacks', 'events', 'lifecycle', 'delivery/port'],
  },
  { folder: 'schema', only: ['common', 'protocol', 'callbacks'], withoutNest: true },
  { folder: 'swagger', only: ['callbacks', 'handlers', 'handlers/discovery', '.', 'schema'] },
  {
    folder: 'cli',
    only: ['common', 'protocol', 'callbacks', 'postgres', 'testing', 'schema'],
    withoutNest: true,
  },
  { folder: 'schematics', only: ['common'], withoutNest: true },
];
