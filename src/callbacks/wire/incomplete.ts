import { noteWireRule, type Type, wireRulesOf } from './wire-rules.js';

/** A class with the statics of another one, whose instances may lack any member. */
type Incomplete<Base extends Type> = Omit<Base, 'prototype'> & (new () => Partial<InstanceType<Base>>);

/**
 * Returns a class like another one, in which any member may be missing. It is for bodies of before-callbacks: if one is refused, Chat has
 * no answer and delivers the message unmoderated.
 */
export function incomplete<Base extends Type>(base: Base): Incomplete<Base>;
export function incomplete(base: Type): Type {
  class IncompleteBody extends base {}
  for (const [name, rule] of wireRulesOf(base))
    noteWireRule(IncompleteBody, name, { ...rule, optional: true });
  return IncompleteBody;
}
