export async function startMarketplace(_env: unknown): Promise<{ origin: string; close(): Promise<void> }> {
  return { origin: '', close: async () => undefined };
}
export async function present(..._a: unknown[]): Promise<void> {}
