import type { CallbackClass } from '../callbacks/callback-class.js';
import { CATALOGUE, type CallbackCommand } from '../callbacks/catalogue.js';

/** A callback of the catalogue by its command or its event's name, whatever the case. */
export function findCallback(name: string): CallbackClass | undefined {
  const wanted = name.toLowerCase();
  return CATALOGUE.find(
    ({ command, event }) => command.toLowerCase() === wanted || event.toLowerCase() === wanted,
  );
}

export function isKnownCommand(command: string): command is CallbackCommand {
  return CATALOGUE.some((known) => known.command === command);
}
