interface RunLog {
  readonly log: string;
  readonly secrets: string;
}

export function openRunLog(folder: string, secrets: readonly string[]): Promise<RunLog>;
export function checkRunLog(files: RunLog): Promise<void>;
