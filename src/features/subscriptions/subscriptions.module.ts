import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SubscriptionEntity } from './entities/subscription.entity.js';

@Module({ imports: [TypeOrmModule.forFeature([SubscriptionEntity])] })
export class SubscriptionsModule {}
