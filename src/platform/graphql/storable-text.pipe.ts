import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { badUserInput } from './bad-user-input.js';
import { isStorableText } from './storable-text.js';

/** Refuses, in every argument of every operation, text that PostgreSQL can not keep: better here than as its error. */
@Injectable()
export class StorableTextPipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type === 'body') check(value, data ?? '');
    return value;
  }
}

function check(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (!isStorableText(value))
      throw badUserInput(path, 'expected text without the character U+0000 or half a character');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) check(part, path === '' ? key : `${path}.${key}`);
  }
}
