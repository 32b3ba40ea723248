import { Global, Module } from '@nestjs/common';
import { OperationGate } from './operation-gate.js';
import { OperationLimits } from './operation-limits.js';
import { TrustedDocuments } from './trusted-documents.js';

@Global()
@Module({ providers: [OperationGate, OperationLimits, TrustedDocuments], exports: [OperationGate] })
export class LimitsModule {}
