import { Global, Module } from '@nestjs/common';
import { Feeds } from './feeds.js';

/** What resolvers of subscriptions open; apart from the server, without which features live in commands. */
@Global()
@Module({ providers: [Feeds], exports: [Feeds] })
export class FeedsModule {}
