import { Inject } from '@nestjs/common';

/** Returns the injection token of a registration's `DeadLetters`. */
export function getDeadLettersToken(registration = 'default'): string {
  return `TencentChatDeadLetters:${registration}`;
}

/** Returns the injection token of a registration's `DeliveryMonitor`. */
export function getDeliveryMonitorToken(registration = 'default'): string {
  return `TencentChatDeliveryMonitor:${registration}`;
}

/** Injects the `DeadLetters` of a registration, such as `@InjectDeadLetters('staging')`. */
export function InjectDeadLetters(registration?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getDeadLettersToken(registration));
}

/** Injects the `DeliveryMonitor` of a registration, such as `@InjectDeliveryMonitor('staging')`. */
export function InjectDeliveryMonitor(registration?: string): PropertyDecorator & ParameterDecorator {
  return Inject(getDeliveryMonitorToken(registration));
}
