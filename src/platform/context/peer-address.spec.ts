import { describe, expect, it } from '@jest/globals';
import { peerAddress } from './peer-address.js';

describe('the address of a peer', () => {
  it.each([
    ['10.9.9.99', '10.9.9.99'],
    ['10.9.9.99:51234', '10.9.9.99'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1'],
    ['unknown', null],
    ['999.1.1.1', null],
    ['_hidden', null],
    ['garbage<script>', null],
    ['', null],
    [undefined, null],
  ])('%s is %s', (text, address) => {
    expect(peerAddress(text)).toBe(address);
  });
});
