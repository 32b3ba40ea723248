import { readFile } from 'node:fs/promises';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
}

/** The flags that Node is given in a script of package.json: what is measured should run as it is run. */
export async function nodeFlagsOf(script: 'start' | 'worker'): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
  return (scripts[script] ?? '').split(' ').filter((word) => word.startsWith('--'));
}
