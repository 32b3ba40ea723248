import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MetricPointEntity } from './entities/metric-point.entity.js';

@Module({ imports: [TypeOrmModule.forFeature([MetricPointEntity])] })
export class MetricsModule {}
