import { Controller, Get, Header, Inject, NotFoundException } from '@nestjs/common';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { Public } from '../access/index.js';

/** A GraphQL editor out of the packages, for machines without internet: Apollo Sandbox is loaded from the net. */
@Controller()
export class GraphiqlController {
  private page: string | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('graphiql')
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  graphiql(): string {
    if (this.settings.production) throw new NotFoundException();
    this.page ??= renderGraphiQL({ endpoint: '/graphql', title: 'Stock Tracker' });
    return this.page;
  }
}
