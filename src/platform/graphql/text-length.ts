import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Counts code points, as PostgreSQL does: class-validator's own length leaves some of them out. */
export function TextLength(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'textLength',
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' && isBetween(Array.from(value).length, min, max),
        defaultMessage: () => `expected ${min === 0 ? 'at most' : `${min} to`} ${max} characters`,
      },
    },
    options,
  );
}

function isBetween(length: number, min: number, max: number): boolean {
  return length >= min && length <= max;
}
