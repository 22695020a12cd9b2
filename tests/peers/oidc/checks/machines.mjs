import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { discover, refused, verifyAccessToken } from '../party.mjs';
import { makeKey } from '../keys.mjs';

const ask = async (settings, client) => {
  const config = await discover(settings, client);
  return { config, tokens: await oidc.clientCredentialsGrant(config, { scope: client.scope }) };
};

async function tokenIsFor(settings, client, { config, tokens }) {
  assert.equal(tokens.token_type, 'bearer');
  assert.equal(tokens.refresh_token, undefined);
  assert.equal(tokens.id_token, undefined);
  const payload = await verifyAccessToken(config, tokens.access_token, `${settings.issuer}/api`);
  assert.equal(payload.client_id, client.id);
  assert.equal(payload.sub, client.id);
  assert.deepEqual(payload.scope.split(' '), client.scope.split(' '));
  assert.ok(!('acr' in payload), 'a machine never carries a level of a person');
  return payload;
}

export const machineChecks = {
  async 'client-credentials'(settings) {
    const client = settings.clients.machine;
    const first = await ask(settings, client);
    const second = await ask(settings, client);
    const tokens = [await tokenIsFor(settings, client, first), await tokenIsFor(settings, client, second)];
    assert.notEqual(tokens[0].jti, tokens[1].jti);
    if (!settings.unstoredJwt) assert.equal((await oidc.tokenIntrospection(first.config, first.tokens.access_token)).active, true);
  },

  async 'client-authentication'(settings) {
    const client = settings.clients.machine;
    await refused(ask(settings, { ...client, secret: 'not-the-secret' }), 'invalid_client');
    await refused(ask(settings, { ...client, id: 'no-such-client' }), 'invalid_client');
    await refused(ask(settings, { ...client, secret: undefined }), 'invalid_client', 'invalid_request', 'unauthorized_client');
    await refused(ask(settings, { ...client, scope: 'applications' }), 'invalid_scope', 'unauthorized_client', 'invalid_request');
  },

  async 'private-key-jwt'(settings) {
    const client = settings.clients.keys;
    assert.ok(client.id && client.jwk, 'clients.keys needs id and jwk');
    await tokenIsFor(settings, client, await ask(settings, client));
    const { privateJwk } = await makeKey();
    await refused(ask(settings, { ...client, jwk: { ...privateJwk, kid: client.jwk.kid } }), 'invalid_client');
  },
};
