import { GraphQLError } from 'graphql';
import type { BrokenField } from './bad-user-input.js';
import { literalPlace } from './literal-place.js';

interface Fault {
  readonly message: string;
  readonly fields?: readonly BrokenField[];
}

/** graphql-js guesses at names, of documents and of variables: that tells of a schema that is not shown. */
const SUGGESTION = / ?Did you mean .+\?$/s;

/** graphql-js repeats what it was given, whole and in part, be it a password: where and why is enough. */
const GIVEN_VALUE = /^Variable "\$(\w+)" got invalid value /;
const WITHIN_VALUE = / at "([\w.[\]]+)"; $/;
const REPEATED = /( cannot represent [^:]*): .*$/s;
const NO_SUCH_VALUE = /^Value ".*" (does not exist in "\w+" enum\.)$/s;
const FOUND = /^(Expected value of type "[^"]+"), found (?!null\.$).*$/s;
/** A key of a variable may be any text; a name is told. */
const NO_SUCH_FIELD = /^Field "(?!\w+").*" (is not defined by type "\w+"\.)$/s;

/** What can not be read may be the rest of a password that holds a quote: which kind of word stands there is enough. */
const UNREADABLE = /^Syntax Error: /;
const FOUND_WORD = /(, found|: Unexpected) (\w+) ".*"\.$/s;
const FOUND_PART = /(\w): ".*"\.$/s;

/** A field of an input that is missing in it, or not known there: the place is that of the input. */
const WITHIN_INPUT =
  /^Field "(?:\w+\.)?(\w+)"(?: of required type "[^"]+" was not provided| is not defined by type "\w+")\.$/;

/** What has no value at all: a variable, or an argument; is of another type than meant; or is an argument that there is not. */
const NAMED = [
  /^Variable "\$(\w+)" of type "[^"]+" used in position expecting type "[^"]+"\.$/,
  /^Variable "\$(\w+)" of (?:required|non-null) type "[^"]+" (?:was not provided|must not be null)\.$/,
  /^Field "\w+" argument "(\w+)" of type "[^"]+" is required, but it was not provided\.$/,
  /^Unknown argument "(\w+)" on /,
];

/** Which part of a request is at fault, and why, of what graphql-js says of documents and of values. */
export function libraryFault(said: string, cause: unknown): Fault {
  if (UNREADABLE.test(said))
    return { message: said.replace(FOUND_WORD, '$1 $2.').replace(FOUND_PART, '$1.') };
  const message = said.replace(SUGGESTION, '');
  return ofVariable(said, cause) ?? ofNamed(message) ?? ofLiteral(message, cause) ?? { message };
}

/**
 * The reason stands behind the value, in which anything may stand: it is told from that by the error alone. Where that is not
 * known, no reason is told.
 */
function ofVariable(said: string, cause: unknown): Fault | undefined {
  const variable = GIVEN_VALUE.exec(said)?.[1];
  if (variable === undefined) return undefined;
  const given = cause instanceof GraphQLError ? cause.originalError?.message : undefined;
  const at = WITHIN_VALUE.exec(said.slice(0, said.length - (given ?? said).length))?.[1];
  const reason = reasonOf((given ?? 'It is not of its type.').replace(SUGGESTION, ''));
  const where = at === undefined ? '' : ` at "${at}"`;
  const place = (at ?? variable).replaceAll(/\[(\d+)\]/g, '.$1');
  return {
    message: `Variable "$${variable}" got an invalid value${where}; ${reason}`,
    fields: [{ path: withField(place, reason), message: reason }],
  };
}

function ofNamed(message: string): Fault | undefined {
  for (const pattern of NAMED) {
    const path = pattern.exec(message)?.[1];
    if (path !== undefined) return { message, fields: [{ path, message }] };
  }
  return undefined;
}

/** What a resolver throws has a path, and names the field itself. */
function ofLiteral(message: string, cause: unknown): Fault | undefined {
  const node = cause instanceof GraphQLError && !cause.path ? cause.nodes?.[0] : undefined;
  const place = node && literalPlace(node);
  if (!place) return undefined;
  const reason = reasonOf(message);
  const path = withField(place, reason);
  return { message: `${path}: ${reason}`, fields: [{ path, message: reason }] };
}

function reasonOf(message: string): string {
  return message
    .replace(REPEATED, '$1.')
    .replace(FOUND, '$1.')
    .replace(NO_SUCH_VALUE, 'The value $1')
    .replace(NO_SUCH_FIELD, 'A field $1');
}

function withField(place: string, reason: string): string {
  const field = WITHIN_INPUT.exec(reason)?.[1];
  return field === undefined || place.endsWith(`.${field}`) ? place : `${place}.${field}`;
}
