import { Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, Matches, MaxLength, Min, ValidateNested } from 'class-validator';
import { BigIntScalar, TextLength } from '../../../../platform/graphql/index.js';

@InputType({ description: 'What a Login Widget gives, field by field as it came' })
export class TelegramWidgetInput {
  @Field(() => BigIntScalar, { description: 'id' })
  @Matches(/^[1-9]\d*$/, { message: 'expected a positive integer' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'first_name; left out where Telegram gave none' })
  @IsOptional()
  @TextLength(0, 255)
  firstName?: string | null;

  @Field(() => String, { nullable: true, description: 'last_name; left out where Telegram gave none' })
  @IsOptional()
  @TextLength(0, 255)
  lastName?: string | null;

  @Field(() => String, { nullable: true, description: 'username; left out where Telegram gave none' })
  @IsOptional()
  @TextLength(0, 255)
  username?: string | null;

  @Field(() => String, { nullable: true, description: 'photo_url; left out where Telegram gave none' })
  @IsOptional()
  @TextLength(0, 2048)
  photoUrl?: string | null;

  @Field(() => Int, { description: 'auth_date, in seconds since 1970; good for 5 minutes' })
  @Min(0, { message: 'expected seconds since 1970' })
  authDate!: number;

  @Field(() => String, { description: 'hash, the proof that Telegram has signed the rest' })
  @MaxLength(200, { message: 'expected a hash of 64 hexadecimal digits' })
  hash!: string;
}

@InputType({ description: "Telegram's word for who somebody is: exactly one of widget and initData" })
export class TelegramLoginInput {
  @Field(() => TelegramWidgetInput, { nullable: true, description: 'Of a Login Widget on a web page' })
  @IsOptional()
  @ValidateNested()
  @Type(() => TelegramWidgetInput)
  widget?: TelegramWidgetInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'initData of a Mini App, as it came; good for 5 minutes, and once',
  })
  @IsOptional()
  @MaxLength(8192, { message: 'expected at most 8192 characters' })
  initData?: string | null;
}
