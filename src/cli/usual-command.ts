import type { CallbackCommand } from '../callbacks/catalogue.js';

/** What is sent where nothing else is asked for. */
export const USUAL_COMMAND: CallbackCommand = 'Group.CallbackOnDailyGroupQuotaAlarm';
