import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DownloadLinks } from './downloads/download-links.js';
import { DownloadsController } from './downloads/downloads.controller.js';
import { DownloadQueries } from './downloads/downloads.queries.js';
import { DownloadService } from './downloads/downloads.service.js';
import { ExportEntity } from './entities/export.entity.js';
import { ExportEndings } from './export-endings.js';
import { ExportLock } from './export-lock.js';
import { ExportOwners } from './export-owner.queries.js';
import { ExportRun } from './export-run.js';
import { ExportUpkeepService } from './export-upkeep.service.js';
import { ExportWriter } from './export-writer.js';
import { ExportQueries } from './exports.queries.js';
import { ExportRepository } from './exports.repository.js';
import { ExportsResolver } from './exports.resolver.js';
import { ExportService } from './exports.service.js';
import { ExportFiles } from './files/export-files.js';
import { ExportJob } from './jobs/export.job.js';
import { ExportsUpkeepTask } from './jobs/exports-upkeep.task.js';
import { SoughtProducts } from './sought-products.queries.js';

@Module({
  imports: [TypeOrmModule.forFeature([ExportEntity])],
  controllers: [DownloadsController],
  providers: [
    DownloadLinks,
    DownloadQueries,
    DownloadService,
    ExportEndings,
    ExportFiles,
    ExportJob,
    ExportLock,
    ExportOwners,
    ExportQueries,
    ExportRepository,
    ExportRun,
    ExportService,
    ExportsResolver,
    ExportsUpkeepTask,
    ExportUpkeepService,
    ExportWriter,
    SoughtProducts,
  ],
})
export class ExportsModule {}
