// Reads JSON lines on standard input, writes one JSON line for each: an independent SM2 and SM3 for the tests.
import { createInterface } from 'node:readline';
import smCrypto from 'sm-crypto';

const { sm2, sm3 } = smCrypto;
const userId = '1234567812345678';
const bytes = (hex) => [...Buffer.from(hex, 'hex')];
const hex = (array) => Buffer.from(array).toString('hex');

const operations = {
  sign: ({ message, privateKey, publicKey, der }) =>
    sm2.doSignature(bytes(message), privateKey, { hash: true, der, publicKey, userId }),
  verify: ({ message, signature, publicKey, der }) =>
    sm2.doVerifySignature(bytes(message), signature, publicKey, { hash: true, der, userId }),
  encrypt: ({ message, publicKey, mode }) => '04' + sm2.doEncrypt(bytes(message), publicKey, mode),
  decrypt: ({ ciphertext, privateKey, mode }) =>
    hex(sm2.doDecrypt(ciphertext.slice(2), privateKey, mode, { output: 'array' })),
  hash: ({ message }) => sm3(bytes(message)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  console.log(JSON.stringify(operations[request.op](request)));
}
