import { noContent, json, rowsAnswer } from './answer.js';
import type { Call, Handler } from './call.js';
import { badRequest, notFound } from './problems.js';
import { hashText, uuidOf } from './random.js';
import { remainsRows, type RemainsRequest } from './remains-rows.js';

type TaskStatus = 'new' | 'processing' | 'done' | 'purged' | 'canceled';

interface Task {
  readonly sid: string;
  readonly request: RemainsRequest;
  /** Rows are those of this simulated moment, Unix milliseconds. */
  readonly createdMs: number;
  polls: number;
  ended: 'purged' | 'canceled' | undefined;
}

/** The warehouse_remains tasks of all sellers and the three methods on them. */
export interface RemainsTasks {
  readonly create: Handler;
  readonly status: Handler;
  readonly download: Handler;
  /** Ends every task as the marketplace might; gives how many. */
  end(status: 'purged' | 'canceled'): number;
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const YES_OR_NO = ['true', 'false'];

/** Parameters of the creation: values allowed, the default first or named in the documents. */
const PARAMETERS: Readonly<
  Record<string, { readonly missing: string; readonly allowed: readonly string[] }>
> = {
  locale: { missing: 'ru', allowed: ['ru', 'en', 'zh'] },
  groupByBrand: { missing: 'false', allowed: YES_OR_NO },
  groupBySubject: { missing: 'false', allowed: YES_OR_NO },
  groupBySa: { missing: 'false', allowed: YES_OR_NO },
  groupByNm: { missing: 'false', allowed: YES_OR_NO },
  groupByBarcode: { missing: 'false', allowed: YES_OR_NO },
  groupBySize: { missing: 'false', allowed: YES_OR_NO },
  filterPics: { missing: '0', allowed: ['-1', '0', '1'] },
  filterVolume: { missing: '0', allowed: ['-1', '0', '3'] },
};

/** Reads the query; a text tells what is wrong with it. */
function requestOf(query: Call['query']): RemainsRequest | string {
  const values = new Map<string, string>();
  for (const [name, { missing, allowed }] of Object.entries(PARAMETERS)) {
    const value = query[name] ?? missing;
    const where = `parameter "${name}" in query has an error`;
    if (value === '') return `${where}: empty value is not allowed`;
    if (!allowed.includes(value))
      return `${where}: value is not one of the allowed values ${JSON.stringify(allowed)}`;
    values.set(name, value);
  }
  const is = (name: string): boolean => values.get(name) === 'true';
  return {
    brand: is('groupByBrand'),
    subject: is('groupBySubject'),
    vendorCode: is('groupBySa'),
    nm: is('groupByNm'),
    barcode: is('groupByBarcode'),
    size: is('groupBySize'),
    pics: Number(values.get('filterPics')),
    volume: Number(values.get('filterVolume')),
  };
}

/** `pollsUntilDone`: how many status calls a task answers before it is done; the first with 'new' if it is many. */
export function createRemainsTasks(pollsUntilDone: number): RemainsTasks {
  const tasks = new Map<string, Task>();
  const statusOf = (task: Task): TaskStatus => {
    if (task.ended) return task.ended;
    if (task.polls > pollsUntilDone) return 'done';
    return task.polls === 1 && pollsUntilDone > 1 ? 'new' : 'processing';
  };
  const find = (call: Call): Task | ReturnType<Handler> => {
    const id = call.params['taskId'] ?? '';
    const problem = `error unmarshaling '${id}' text as *uuid.UUID: invalid UUID format`;
    if (!UUID.test(id))
      return badRequest(call.place, 'remains', `Invalid format for parameter task_id: ${problem}`);
    const task = tasks.get(id);
    return task?.sid === call.claims.sid ? task : notFound(call.place);
  };
  return {
    create(call) {
      const request = requestOf(call.query);
      if (typeof request === 'string') return badRequest(call.place, 'remains', request);
      const taskId = uuidOf(hashText(call.claims.sid), tasks.size);
      const createdMs = call.nowMs;
      tasks.set(taskId, { sid: call.claims.sid, request, createdMs, polls: 0, ended: undefined });
      return json({ data: { taskId } });
    },
    status(call) {
      const task = find(call);
      if (!('polls' in task)) return task;
      task.polls += 1;
      return json({ data: { id: call.params['taskId'], status: statusOf(task) } });
    },
    download(call) {
      const task = find(call);
      if (!('polls' in task)) return task;
      const ready = task.ended === undefined && (task.polls > pollsUntilDone || pollsUntilDone === 0);
      if (!ready) return notFound(call.place);
      const rows = remainsRows(call.seller, task.request, task.createdMs, call.masked);
      return rows.length === 0
        ? noContent()
        : rowsAnswer(rows.length, (index) => JSON.stringify(rows[index]));
    },
    end(status) {
      for (const task of tasks.values()) task.ended ??= status;
      return tasks.size;
    },
  };
}
