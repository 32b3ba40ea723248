import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Query, Resolver } from '@nestjs/graphql';
import { Test } from '@nestjs/testing';
import { DeclaredRules } from '../../src/platform/access/declared-rules.js';
import { TestApp } from '../support/app.js';

describe('access rules', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  // to be reviewed as a change of who may do what
  it('are these', () => {
    const rules = [...app.app.get(DeclaredRules, { strict: false }).rootFields()].map(
      ([name, rule]) =>
        `${name.split('.')[1]}: ${rule?.kind === 'permission' ? rule.permission : rule?.kind}`,
    );
    expect(rules.sort()).toEqual([
      'acceptInvitation: public',
      'activeUsers: PLATFORM_ADMIN',
      'adminStats: PLATFORM_ADMIN',
      'analytics: ANALYTICS_READ',
      'archiveProduct: CATALOG_WRITE',
      'auditLog: AUDIT_READ',
      'changePassword: signedIn',
      'changeUserRole: MEMBERS_WRITE',
      'connectWildberries: INTEGRATIONS_WRITE',
      'createProduct: CATALOG_WRITE',
      'dashboard: ANALYTICS_READ',
      'disconnectWildberries: INTEGRATIONS_WRITE',
      'export: CATALOG_READ',
      'impersonateUser: PLATFORM_ADMIN',
      'importProducts: CATALOG_WRITE',
      'invitations: MEMBERS_READ',
      'inviteUser: MEMBERS_WRITE',
      'linkTelegram: signedIn',
      'login: public',
      'loginWithTelegram: public',
      'logout: signedIn',
      'product: CATALOG_READ',
      'products: CATALOG_READ',
      'recalculateAnalytics: ANALYTICS_WRITE',
      'recordSales: SALES_WRITE',
      'recordStock: STOCK_WRITE',
      'refreshSession: public',
      'register: public',
      'replenishment: ANALYTICS_READ',
      'requestPasswordReset: public',
      'resetPassword: public',
      'restoreProduct: CATALOG_WRITE',
      'revokeInvitation: MEMBERS_WRITE',
      'sales: SALES_READ',
      'salesSummary: SALES_READ',
      'sessions: signedIn',
      'setTenantActive: PLATFORM_ADMIN',
      'setUserActive: MEMBERS_WRITE',
      'setUserAdmin: PLATFORM_ADMIN',
      'startExport: CATALOG_READ',
      'startSync: INTEGRATIONS_WRITE',
      'stockAt: STOCK_READ',
      'stockChanged: STOCK_READ',
      'stockHistory: STOCK_READ',
      'syncProgress: CATALOG_READ',
      'syncRuns: CATALOG_READ',
      'systemMetricNames: PLATFORM_ADMIN',
      'systemMetrics: PLATFORM_ADMIN',
      'tenant: TENANT_READ',
      'tenants: PLATFORM_ADMIN',
      'updateProduct: CATALOG_WRITE',
      'updateProfile: signedIn',
      'updateTenant: TENANT_WRITE',
      'user: signedIn',
      'users: MEMBERS_READ',
      'verifyEmail: public',
      'viewer: signedIn',
      'warehouses: STOCK_READ',
    ]);
  });

  it('are obligatory: a root field without one does not start', async () => {
    @Resolver()
    class BareResolver {
      @Query(() => String)
      secret(): string {
        return 'everybody could read this';
      }
    }

    @Module({ imports: [DiscoveryModule], providers: [DeclaredRules, BareResolver] })
    class BareModule {}

    const bare = await Test.createTestingModule({ imports: [BareModule] }).compile();
    await expect(bare.init()).rejects.toThrow('BareResolver.secret');
    await bare.close();
  });
});
