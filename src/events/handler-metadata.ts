/** What `@OnTencentChatEvent` notes on a method. */
export interface HandlerMetadata {
  /** Name of the event, with the prefix of the registration that it comes from. */
  readonly event: string;
  /** Id of the handler; by default it is made of the names of class and method. */
  readonly id?: string;
  readonly prependListener: boolean;
}

const METADATA = Symbol('TencentChatHandler');

export function addHandlerMetadata(method: object, metadata: HandlerMetadata): void {
  Reflect.defineMetadata(METADATA, [...handlerMetadata(method), metadata], method);
}

export function handlerMetadata(method: object): readonly HandlerMetadata[] {
  const noted: readonly HandlerMetadata[] | undefined = Reflect.getOwnMetadata(METADATA, method);
  return noted ?? [];
}
