import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MetricPointEntity } from './entities/metric-point.entity.js';
import { OperationsUpkeepTask } from './jobs/operations-upkeep.task.js';
import { SamplingTask } from './jobs/sampling.task.js';
import { LiveFiguresQueries } from './live/live-figures.queries.js';
import { LiveFiguresReader } from './live/live-figures.js';
import { LiveProgress } from './live/live-progress.js';
import { LiveSeries } from './live/live-series.js';
import { MetricsResolver } from './metrics.resolver.js';
import { PlatformFigures } from './platform-figures.queries.js';
import { ApiMinutesRepository } from './sampling/api-minutes.repository.js';
import { MinuteWriterService } from './sampling/minute-writer.service.js';
import { SampleRepository } from './sampling/samples.repository.js';
import { SamplingService } from './sampling/sampling.service.js';
import { SystemFigures } from './sampling/system-figures.queries.js';
import { SystemMetricsQueries } from './system-metrics.queries.js';
import { OperationsUpkeepService } from './upkeep/operations-upkeep.service.js';
import { SampleMonthsRepository } from './upkeep/sample-months.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([MetricPointEntity])],
  providers: [
    // samples
    ApiMinutesRepository,
    MinuteWriterService,
    SampleRepository,
    SystemFigures,
    SamplingService,
    SamplingTask,
    // for Prometheus and probes
    LiveFiguresQueries,
    LiveFiguresReader,
    LiveSeries,
    LiveProgress,
    // what has been kept long enough
    SampleMonthsRepository,
    OperationsUpkeepService,
    OperationsUpkeepTask,
    // the API
    SystemMetricsQueries,
    PlatformFigures,
    MetricsResolver,
  ],
})
export class MetricsModule {}
