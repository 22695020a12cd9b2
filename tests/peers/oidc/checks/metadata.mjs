import assert from 'node:assert/strict';
import { importJWK } from 'jose';
import { paths } from '../names.mjs';

const acr = ['natural', 'staff'].flatMap((kind) => ['l1', 'l2', 'l3'].map((level) => `urn:gov-trust:acr:${kind}:${level}`));
const includes = (metadata, member, ...values) => {
  for (const value of values) assert.ok(metadata[member]?.includes(value), `${member} does not list ${value}: ${metadata[member]}`);
};

async function get(address, headers) {
  const answer = await fetch(address, { headers, redirect: 'error' });
  return { status: answer.status, etag: answer.headers.get('etag'), cache: answer.headers.get('cache-control'), body: answer.status === 304 ? undefined : await answer.json() };
}

async function cached(address) {
  const answer = await get(address);
  assert.equal(answer.status, 200);
  assert.ok(answer.etag, 'ETag is missing');
  assert.match(answer.cache ?? '', /max-age=\d+/);
  assert.equal((await get(address, { 'if-none-match': answer.etag })).status, 304);
  assert.equal((await get(address, { 'if-none-match': '"another"' })).status, 200);
  return answer.body;
}

export const metadataChecks = {
  async discovery({ issuer, unstoredJwt }) {
    const address = `${issuer}/.well-known/openid-configuration`;
    const metadata = unstoredJwt ? (await get(address)).body : await cached(address);
    assert.equal(metadata.issuer, issuer);
    for (const [member, path] of Object.entries(paths.endpoints)) assert.equal(metadata[member], issuer + path, member);
    assert.deepEqual(metadata.response_types_supported, ['code']);
    assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
    assert.equal(metadata.authorization_response_iss_parameter_supported, true);
    includes(metadata, 'grant_types_supported', 'authorization_code', 'refresh_token', 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code');
    for (const grant of ['implicit', 'password']) assert.ok(!metadata.grant_types_supported.includes(grant), grant);
    includes(metadata, 'token_endpoint_auth_methods_supported', 'client_secret_basic', 'private_key_jwt');
    includes(metadata, 'id_token_signing_alg_values_supported', 'RS256', 'ES256');
    assert.ok(!metadata.id_token_signing_alg_values_supported.includes('none'));
    includes(metadata, 'acr_values_supported', ...acr);
    includes(metadata, 'scopes_supported', 'openid', 'profile', 'phone', 'id_document', 'offline_access');
    includes(metadata, 'subject_types_supported', 'pairwise');
  },

  async 'oauth-metadata'({ issuer }) {
    const metadata = await cached(`${issuer}/.well-known/oauth-authorization-server`);
    const openid = (await get(`${issuer}/.well-known/openid-configuration`)).body;
    for (const member of ['issuer', ...Object.keys(paths.endpoints)]) assert.equal(metadata[member], openid[member], member);
  },

  async jwks({ issuer, unstoredJwt }) {
    const address = issuer + paths.endpoints.jwks_uri;
    const { keys } = unstoredJwt ? (await get(address)).body : await cached(address);
    assert.equal(new Set(keys.map((key) => key.kid)).size, keys.length, 'every key has a kid of its own');
    for (const key of keys) {
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']) assert.ok(!(secret in key), `${secret} is published`);
      assert.equal(key.use, 'sig');
      await importJWK(key, key.alg ?? (key.kty === 'EC' ? 'ES256' : 'RS256'));
    }
    assert.ok(keys.some((key) => key.kty === 'EC' && key.crv === 'P-256'), 'no key for ES256');
    assert.ok(keys.some((key) => key.kty === 'RSA' && Buffer.from(key.n, 'base64url').length >= 384), 'no RSA key of 3072 bits');
  },
};
