import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { fileProblem, FileProblems } from '../domain/file-problems.js';
import { NO_WORKBOOK } from './unpack.js';

/** Elements within one another, and attributes of one: workbooks have a dozen of either. */
const MOST_DEPTH = 100;
const MOST_ATTRIBUTES = 200;

type Attributes = SaxesTagPlain['attributes'];

/** What is made of a part while it is read. Names come without their prefix. */
export interface Reader {
  readonly open?: (name: string, attributes: Attributes) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Reads XML; control comes back after each piece of it. Entities of its own making are none.
 * @throws FileProblems for what is not well-formed
 */
export async function* readXml(pieces: AsyncIterable<string>, reader: Reader): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let depth = 0;
  let count = 0;
  parser.on('opentagstart', () => {
    count = 0;
    depth += 1;
    if (depth > MOST_DEPTH) throw fileProblem(NO_WORKBOOK);
  });
  parser.on('attribute', () => {
    count += 1;
    if (count > MOST_ATTRIBUTES) throw fileProblem(NO_WORKBOOK);
  });
  parser.on('opentag', ({ name, attributes }) => reader.open?.(local(name), attributes));
  parser.on('text', (text) => reader.text?.(text));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    reader.close?.(local(name));
  });
  try {
    for await (const piece of pieces) {
      parser.write(piece);
      yield;
    }
    parser.close();
  } catch (error) {
    throw error instanceof FileProblems ? error : fileProblem(NO_WORKBOOK);
  }
}

/** For parts of which all is wanted at once. */
export async function readWhole(pieces: AsyncIterable<string>, reader: Reader): Promise<void> {
  const reading = readXml(pieces, reader);
  while (!(await reading.next()).done);
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
