import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ProductsModule } from '../products/index.js';
import { SalesModule } from '../sales/index.js';
import { ActiveSellersQueries } from './active-sellers.queries.js';
import { AnalyticsQueries } from './analytics.queries.js';
import { AnalyticsResolver } from './analytics.resolver.js';
import { BacktestQueries } from './backtest/backtest.queries.js';
import { DashboardExplanations } from './dashboard-explanations.queries.js';
import { DashboardQueries } from './dashboard.queries.js';
import { AnalyticsSnapshotEntity } from './entities/analytics-snapshot.entity.js';
import { GoodsTotalsRepository } from './goods-totals.repository.js';
import { NightlyRollup } from './jobs/nightly-rollup.js';
import { NightlyRollupTask } from './jobs/nightly-rollup.task.js';
import { RollupJob } from './jobs/rollup.job.js';
import { ProductExplanations } from './product-explanations.loader.js';
import { ProductMetricsLoader } from './product-metrics.loader.js';
import { ProductMetricsRepository } from './product-metrics.repository.js';
import { ProductFiguresResolver, ProductMetricsResolver } from './product-metrics.resolver.js';
import { RecalculationRepository } from './recalculation.repository.js';
import { RecalculationResolver } from './recalculation.resolver.js';
import { RecalculationService } from './recalculation.service.js';
import { ReplenishmentQueries } from './replenishment.queries.js';
import { ReplenishmentResolver } from './replenishment.resolver.js';
import { RollupMarksRepository } from './rollup-marks.repository.js';
import { RollupService } from './rollup.service.js';
import { SalesRollupRepository } from './sales-rollup.repository.js';
import { StockRollupRepository } from './stock-rollup.repository.js';

@Module({
  imports: [ProductsModule, SalesModule, TypeOrmModule.forFeature([AnalyticsSnapshotEntity])],
  providers: [
    ActiveSellersQueries,
    AnalyticsQueries,
    AnalyticsResolver,
    BacktestQueries,
    DashboardExplanations,
    DashboardQueries,
    GoodsTotalsRepository,
    NightlyRollup,
    NightlyRollupTask,
    ProductExplanations,
    ProductFiguresResolver,
    ProductMetricsLoader,
    ProductMetricsRepository,
    ProductMetricsResolver,
    RecalculationRepository,
    RecalculationResolver,
    RecalculationService,
    ReplenishmentQueries,
    ReplenishmentResolver,
    RollupJob,
    RollupMarksRepository,
    RollupService,
    SalesRollupRepository,
    StockRollupRepository,
  ],
  exports: [BacktestQueries, RollupService],
})
export class AnalyticsModule {}
