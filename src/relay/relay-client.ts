import type { ClientProxy } from '@nestjs/microservices';

/** The part of a client that the relay uses. The types of Nest's own clients do not all extend the default type of ClientProxy. */
export type RelayClient = Pick<ClientProxy, 'emit'>;
