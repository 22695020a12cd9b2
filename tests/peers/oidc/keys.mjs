// Keys of a client that signs its assertions.
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

export async function makeKey(alg = 'ES256', options = {}) {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true, ...options });
  const common = { alg, use: 'sig', kid: await calculateJwkThumbprint(await exportJWK(publicKey)) };
  return { privateJwk: { ...(await exportJWK(privateKey)), ...common }, publicJwk: { ...(await exportJWK(publicKey)), ...common } };
}
