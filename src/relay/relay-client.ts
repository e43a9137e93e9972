import type { ClientProxy } from '@nestjs/microservices';

/** What the relay needs of a client. The types of Nest's own clients do not all extend the default type of ClientProxy. */
export type RelayClient = Pick<ClientProxy, 'emit'>;
