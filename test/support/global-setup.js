import { startTestServer } from './server.js';

export default async function setUp() {
  const server = await startTestServer();
  process.env.STOCK_TRACKER_TEST_SERVER = server.description;
  globalThis.stopTestServer = server.stop;
}
