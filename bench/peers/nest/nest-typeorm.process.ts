import 'reflect-metadata';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { cpuSeconds, serve } from '../../processes/child.js';
import { Product, StockLevel } from './entities.js';
import { ProductsResolver, TENANT_ID } from './products.resolver.js';

interface Listening {
  /** Of a role that passes row-level security: where such a server has its walls, is in its conditions alone. */
  readonly superuserUrl: string;
  readonly tenantId: string;
  readonly poolSize: number;
}

/** Apollo Server and TypeORM as the NestJS documentation puts them together, on the faster of its two HTTP servers. */
@Module({})
class PeerModule {
  static with({ superuserUrl, tenantId, poolSize }: Listening): DynamicModule {
    return {
      module: PeerModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: superuserUrl,
          entities: [Product, StockLevel],
          synchronize: false,
          poolSize,
        }),
        TypeOrmModule.forFeature([Product, StockLevel]),
        GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true }),
      ],
      providers: [ProductsResolver, { provide: TENANT_ID, useValue: tenantId }],
    };
  }
}

const commands = {
  /** @returns where it listens */
  listen: async (listening: Listening): Promise<string> => {
    app = await NestFactory.create<NestFastifyApplication>(PeerModule.with(listening), new FastifyAdapter(), {
      logger: ['error', 'warn'],
    });
    await app.listen(0, '127.0.0.1');
    return `${await app.getUrl()}/graphql`;
  },
  cpuSeconds,
};

export type NestTypeormCommands = typeof commands;

let app: NestFastifyApplication | null = null;

serve(commands, async () => app?.close());
