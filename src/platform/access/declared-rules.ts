import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS_RULE, type AccessRule } from './rule.js';

/** Under which @Query, @Mutation and @Subscription note what a method is. */
const RESOLVER_TYPE = 'graphql:resolver_type';
const ROOT_TYPES = new Set(['Query', 'Mutation', 'Subscription']);

/** A root field that declares no access rule does not start the server. */
@Injectable()
export class DeclaredRules implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const bare = [...this.rootFields()].filter(([, rule]) => rule === undefined).map(([name]) => name);
    if (bare.length > 0)
      throw new Error(`Without an access rule: ${bare.join(', ')}. Declare @Requires, @SignedIn or @Public.`);
  }

  /** Every root field by name of class and method, with its rule. */
  *rootFields(): Generator<[string, AccessRule | undefined]> {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      if (!instance || typeof metatype !== 'function') continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const method = prototype?.[name];
        if (typeof method !== 'function') continue;
        const type = this.reflector.get<string | undefined>(RESOLVER_TYPE, method);
        if (type === undefined || !ROOT_TYPES.has(type)) continue;
        yield [`${metatype.name}.${name}`, this.reflector.get<AccessRule | undefined>(ACCESS_RULE, method)];
      }
    }
  }
}
