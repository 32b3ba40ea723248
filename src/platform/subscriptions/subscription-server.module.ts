import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { Conversations } from './conversations.js';
import { DocumentCheck } from './document-check.js';
import { Operations } from './operations.js';
import { SocketErrors } from './socket-errors.js';
import { SocketSeries } from './socket-series.js';
import { Sockets } from './sockets.js';
import { SubscriptionServer } from './subscription-server.js';

/** GraphQL subscriptions over graphql-transport-ws at /graphql. */
@Module({})
export class SubscriptionServerModule {
  /** @param identity the module that provides RequestContexts: only a feature knows who is who */
  static with(identity: Type): DynamicModule {
    return {
      module: SubscriptionServerModule,
      imports: [identity],
      providers: [
        SubscriptionServer,
        Sockets,
        SocketSeries,
        Conversations,
        Operations,
        DocumentCheck,
        SocketErrors,
      ],
    };
  }
}
