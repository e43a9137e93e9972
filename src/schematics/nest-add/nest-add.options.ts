import { DELIVERIES, type AddedDelivery } from './added-deliveries.js';

/** The options of `nest add`, checked against `schema.json`. */
export interface NestAddOptions {
  /** Where accepted callbacks are kept. @default 'memory' */
  delivery?: keyof typeof DELIVERIES;
  /** Whether the app gets the console, behind a password of `.env`. @default false */
  console?: boolean;
  /** File of the root module. @default the module that `main.ts` starts */
  module?: string;
  /** Name of the app in `nest-cli.json`, from `--project` of the Nest CLI. */
  project?: string;
  /** Folder of the app's sources, which the Nest CLI takes from `nest-cli.json`. @default 'src' */
  sourceRoot?: string;
  /** Whether packages are written into `package.json` without being installed. @default false */
  skipInstall?: boolean;
}

/** The options with their defaults. */
export type ResolvedNestAddOptions = Required<Omit<NestAddOptions, 'delivery' | 'module' | 'project'>> & {
  delivery: AddedDelivery;
  module: string | undefined;
};

export function resolveNestAdd(options: NestAddOptions): ResolvedNestAddOptions {
  const { delivery = 'memory', console = false, module, sourceRoot = 'src', skipInstall = false } = options;
  return { delivery: DELIVERIES[delivery], console, module, sourceRoot, skipInstall };
}
