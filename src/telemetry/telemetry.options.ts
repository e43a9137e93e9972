import { ConfigurationError, shown } from '../common/configuration-error.js';
import type { TelemetryFactory } from './telemetry.js';

/** The slice of the module's options that says who observes a registration. */
export abstract class ResolvedTelemetryOptions {
  abstract readonly create: TelemetryFactory | undefined;
}

/** @throws ConfigurationError for what is no factory */
export function resolveTelemetry(telemetry: TelemetryFactory | undefined): ResolvedTelemetryOptions {
  if (telemetry !== undefined && typeof telemetry !== 'function') {
    throw new ConfigurationError('telemetry', shown(telemetry), 'give openTelemetry()');
  }
  return { create: telemetry };
}
