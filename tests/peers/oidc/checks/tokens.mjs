import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { discover, refused, signIn, verify, wait } from '../party.mjs';

const lasting = (settings) =>
  signIn(settings, settings.clients.web, { scope: `${settings.scope} offline_access`, parameters: { prompt: 'consent' } });
const refresh = ({ config }, token) => oidc.refreshTokenGrant(config, token);

async function introspect(config, token, hint = 'access_token') {
  return oidc.tokenIntrospection(config, token, { token_type_hint: hint });
}

// Status of our own API, asked with the token; none where the server has no such API.
async function apiStatus({ issuer, api }, token) {
  return (await fetch(issuer + api.path, { headers: { authorization: `Bearer ${token}` } })).status;
}

export const tokenChecks = {
  async refresh(settings) {
    const session = await lasting(settings);
    assert.ok(session.tokens.refresh_token, 'no refresh token');
    const renewed = await refresh(session, session.tokens.refresh_token);
    assert.notEqual(renewed.refresh_token, session.tokens.refresh_token, 'not rotated');
    assert.notEqual(renewed.access_token, session.tokens.access_token);
    const { payload } = await verify(session.config, renewed.id_token, { audience: settings.clients.web.id, algorithms: ['RS256'] });
    for (const name of ['sub', 'sid', 'auth_time', 'acr']) assert.equal(payload[name], session.claims[name], name);
    assert.equal((await oidc.fetchUserInfo(session.config, renewed.access_token, session.claims.sub)).sub, session.claims.sub);
  },

  async 'refresh-reuse'(settings) {
    const session = await lasting(settings);
    const second = await refresh(session, session.tokens.refresh_token);
    const third = await refresh(session, second.refresh_token);
    if (settings.refreshLeewaySeconds > 0) await wait(settings.refreshLeewaySeconds + 1);
    await refused(refresh(session, session.tokens.refresh_token), 'invalid_grant');
    await refused(refresh(session, third.refresh_token), 'invalid_grant');
    assert.equal((await introspect(session.config, third.access_token)).active, false, 'the family lives on');
    await assert.rejects(oidc.fetchUserInfo(session.config, third.access_token, session.claims.sub));
  },

  async 'refresh-of-another-client'(settings) {
    const session = await lasting(settings);
    const stranger = await discover(settings, settings.clients.spa);
    await refused(oidc.refreshTokenGrant(stranger, session.tokens.refresh_token), 'invalid_grant', 'unauthorized_client');
  },

  async introspection(settings) {
    const { config, tokens, claims } = await signIn(settings, settings.clients.web);
    const answer = await introspect(config, tokens.access_token);
    assert.equal(answer.active, true);
    assert.equal(answer.sub, claims.sub);
    assert.equal(answer.client_id, settings.clients.web.id);
    assert.ok(answer.exp > Date.now() / 1000);
    assert.deepEqual(await introspect(config, 'no-token-of-anybody'), { active: false });
    const wrong = await discover(settings, { ...settings.clients.web, secret: 'not-the-secret' });
    await refused(introspect(wrong, tokens.access_token), 'invalid_client');
  },

  async revocation(settings) {
    const scope = settings.unstoredJwt ? settings.scope : `${settings.scope} ${settings.api.scope}`;
    const { config, tokens, claims } = await signIn(settings, settings.clients.web, { scope });
    const userinfo = () => oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    await userinfo();
    if (!settings.unstoredJwt) assert.equal(await apiStatus(settings, tokens.access_token), 200, 'the API before');
    await oidc.tokenRevocation(config, tokens.access_token, { token_type_hint: 'access_token' });
    assert.equal((await introspect(config, tokens.access_token)).active, false);
    await assert.rejects(userinfo());
    if (!settings.unstoredJwt) assert.equal(await apiStatus(settings, tokens.access_token), 401, 'the API after');
    await oidc.tokenRevocation(config, 'no-token-of-anybody');
  },

  async 'refresh-token-revocation'(settings) {
    const session = await lasting(settings);
    await oidc.tokenRevocation(session.config, session.tokens.refresh_token, { token_type_hint: 'refresh_token' });
    await refused(refresh(session, session.tokens.refresh_token), 'invalid_grant');
  },

  async 'revocation-by-a-stranger'(settings) {
    const { config, tokens } = await signIn(settings, settings.clients.web);
    const stranger = await discover(settings, settings.clients.machine);
    await oidc.tokenRevocation(stranger, tokens.access_token).catch((error) => assert.ok(error.status < 500, error.message));
    assert.equal((await introspect(config, tokens.access_token)).active, true);
  },
};
