import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { badUserInput } from './bad-user-input.js';
import { isStorableText } from './storable-text.js';

/** Refuses, in every argument of every operation, text that PostgreSQL can not keep: better here than as its error. */
@Injectable()
export class StorableTextPipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type === 'body' && !isStorable(value)) refuse(value, data ?? '');
    return value;
  }
}

/** Without a path for each of a thousand rows, which would take most of the time. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isStorable);
}

/** @throws GraphQLError with the path of the first text that can not be kept */
function refuse(value: unknown, path: string): void {
  if (typeof value === 'string') {
    if (!isStorableText(value))
      throw badUserInput(path, 'expected text without the character U+0000 or half a character');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) refuse(part, path === '' ? key : `${path}.${key}`);
  }
}
