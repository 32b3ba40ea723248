import { Injectable } from '@nestjs/common';
import { Series } from '../observability/index.js';
import { Sockets } from './sockets.js';

/** How many listen to this process. */
@Injectable()
export class SocketSeries {
  constructor(series: Series, sockets: Sockets) {
    series.gauge({ name: 'stocktracker_websocket_connections', help: 'Open WebSockets', labels: [] }, () => [
      [{}, sockets.counts.sockets],
    ]);
  }
}
