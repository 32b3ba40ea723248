import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { FernetKeyring } from './fernet.js';

@Global()
@Module({
  providers: [
    {
      provide: FernetKeyring,
      inject: [SETTINGS],
      useFactory: (settings: Settings) => FernetKeyring.parse(settings.encryptionKeys),
    },
  ],
  exports: [FernetKeyring],
})
export class CryptoModule {}
