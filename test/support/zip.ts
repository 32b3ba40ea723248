import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a ZIP, and what is said of its size if that is not true. */
export interface ZipPart {
  readonly content: Buffer | string;
  readonly saidBytes?: number;
}

/** A ZIP as small as it gets: local headers, a directory, its end (APPNOTE 4.3). */
export function zipOf(parts: Readonly<Record<string, ZipPart>>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, { content, saidBytes }] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(8, 4);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(saidBytes ?? bytes.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), about, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), about, tail, Buffer.from(name)]));
    files.push(file);
    offset += file.length;
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(whole.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, whole, Buffer.from('PK\x05\x06'), end]);
}

/** The parts of a workbook with one sheet. */
export function workbookParts(sheet: string, strings = ''): Record<string, ZipPart> {
  return {
    'xl/workbook.xml': {
      content: '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
    },
    'xl/_rels/workbook.xml.rels': {
      content: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    },
    ...(strings !== '' && { 'xl/sharedStrings.xml': { content: `<sst>${strings}</sst>` } }),
    'xl/worksheets/sheet1.xml': { content: `<worksheet><sheetData>${sheet}</sheetData></worksheet>` },
  };
}
