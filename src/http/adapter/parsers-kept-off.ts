import type { IncomingMessage } from 'node:http';

type Middleware = (request: IncomingMessage, response: unknown, next: () => void) => void;

interface ExpressAdapter {
  use(middleware: Middleware): unknown;
}

/** Makes the body parsers that Nest registers on Express skip some requests. Parsers that the app installs itself see every request. */
export function keepParsersOff(adapter: object, isOurs: (request: IncomingMessage) => boolean): void {
  const passOver = (parser: Middleware): Middleware => {
    const selective: Middleware = (request, response, next) => {
      if (isOurs(request)) next();
      else parser(request, response, next);
    };
    // By this name Nest recognises a parser that is already installed.
    return Object.defineProperty(selective, 'name', { value: parser.name });
  };
  for (const name of ['registerParserMiddleware', 'useBodyParser']) {
    const register: unknown = Reflect.get(adapter, name);
    if (typeof register !== 'function') continue;
    Reflect.set(adapter, name, function registerSelectively(this: ExpressAdapter, ...args: unknown[]) {
      const use = (parser: Middleware): unknown => this.use(passOver(parser));
      return Reflect.apply(register, Object.create(this, { use: { value: use } }), args);
    });
  }
}
