import { assertOption } from '../common/option-checks.js';
import { NO_TELEMETRY, type TelemetryFactory } from './telemetry.js';

/** Makes the telemetry of a registration, after the check of the option `telemetry`. */
export abstract class ResolvedTelemetryOptions {
  abstract readonly create: TelemetryFactory;
}

/** @throws ConfigurationError if the option is not a function */
export function resolveTelemetry(telemetry: TelemetryFactory | undefined): ResolvedTelemetryOptions {
  if (telemetry === undefined) return { create: () => NO_TELEMETRY };
  assertOption(typeof telemetry === 'function', 'telemetry', telemetry, 'give openTelemetry()');
  return { create: telemetry };
}
