import { HttpException } from '@nestjs/common';

function withMember(name: string, member: PropertyDescriptor): Error {
  return Object.defineProperty(new Error('usual'), name, member);
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function refuse(): never {
  throw new Error('a trap');
}

function holdingItself(): AggregateError {
  const error = new AggregateError([], 'itself');
  error.errors.push(error, error);
  return error;
}

/** Makes values that an app's code may throw, and that cannot be read like an error. */
export const HOSTILE: readonly [name: string, make: () => unknown][] = [
  ['an error without a message', () => withMember('message', { value: undefined })],
  ['an error whose message is a list', () => withMember('message', { value: ['a', 'b'] })],
  ['an error whose message is a symbol', () => withMember('message', { value: Symbol('message') })],
  ['an error whose message throws', () => withMember('message', { get: refuse })],
  ['an error whose stack throws', () => withMember('stack', { get: refuse })],
  ['an error whose stack is a number', () => withMember('stack', { value: 7 })],
  ['an error whose name throws', () => withMember('name', { get: refuse })],
  ['a message of ten million characters', () => new Error('x'.repeat(10_000_000))],
  ['an object whose text throws', () => ({ toString: refuse })],
  ['an object without a prototype', () => Object.create(null) as unknown],
  ['a symbol', () => Symbol('thrown')],
  ['nothing', () => undefined],
  ['a revoked proxy', revoked],
  ['a proxy whose prototype throws', () => new Proxy({}, { getPrototypeOf: refuse })],
  ['a proxy whose every member throws', () => new Proxy(new Error('usual'), { get: refuse })],
  ['errors that hold themselves twice', holdingItself],
  ['errors that are no list', () => Object.assign(new AggregateError([]), { errors: 7 })],
  ['a thousand errors', () => new AggregateError(Array.from({ length: 1000 }, () => new Error('one')))],
  ['an HttpException with the status 99', () => new HttpException('odd', 99)],
  ['an HttpException with the status 1000', () => new HttpException('odd', 1000)],
  ['an HttpException whose status is a word', () => new HttpException('odd', Number('odd'))],
  [
    'an HttpException whose status throws',
    () => Object.assign(new HttpException('odd', 400), { getStatus: refuse }),
  ],
];
