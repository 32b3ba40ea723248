import { Module } from '@nestjs/common';
import { ProductsModule } from '../products/index.js';
import { ProductFileController } from './product-file.controller.js';
import { ProductFileService } from './product-file.service.js';

@Module({
  imports: [ProductsModule],
  controllers: [ProductFileController],
  providers: [ProductFileService],
})
export class ImportsModule {}
