import { Inject } from '@nestjs/common';

/** Returns the injection token of the `QuotaWatch` of a registration. */
export function getQuotaWatchToken(registration = 'default'): string {
  return `TencentChatQuotaWatch:${registration}`;
}

/** Injects the `QuotaWatch` of a registration, such as `@InjectQuotaWatch('staging')`. */
export function InjectQuotaWatch(registration?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getQuotaWatchToken(registration));
}
