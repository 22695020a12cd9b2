import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { answerOf, prepare, redeem, refused, signIn, verify, verifyAccessToken } from '../party.mjs';
import { Person } from '../person.mjs';

const level1 = 'urn:gov-trust:acr:natural:l1';

async function idTokenIs({ config, client, tokens, nonce }) {
  const { payload, protectedHeader } = await verify(config, tokens.id_token, { audience: client.id, algorithms: [client.alg] });
  assert.equal(protectedHeader.alg, client.alg);
  assert.equal(payload.nonce, nonce);
  assert.equal(payload.acr, level1);
  assert.deepEqual(payload.amr, ['pwd']);
  assert.ok(payload.sid, 'sid is missing');
  assert.ok(Math.abs(Date.now() / 1000 - payload.auth_time) < 120, 'auth_time is now');
  assert.ok(payload.sub.length >= 22, 'sub has 128 bits or more');
}

export const codeChecks = {
  async 'par-code-rs256'(settings) {
    const session = await signIn(settings, settings.clients.web);
    assert.match(session.address.searchParams.get('request_uri'), /^urn:ietf:params:oauth:request_uri:/);
    assert.deepEqual([...session.address.searchParams.keys()].sort(), ['client_id', 'request_uri']);
    await idTokenIs(session);
  },

  // Somebody who has registered a moment ago: no better known than at level 1, whatever is asked for.
  async 'new-person'(settings) {
    const session = await signIn(settings, settings.clients.web);
    await idTokenIs(session);
    if (settings.ial !== undefined) assert.equal(session.claims.ial, settings.ial);
    const essential = JSON.stringify({ id_token: { acr: { essential: true, values: [level1] } } });
    const again = await signIn(settings, settings.clients.spa, { pushed: false, parameters: { claims: essential } });
    assert.equal(again.claims.acr, level1);
    assert.equal(again.claims.sub, session.claims.sub);
  },

  async 'pkce-s256-only'(settings) {
    const ask = (parameters) => prepare(settings, settings.clients.web, { parameters });
    await refused(ask({ code_challenge: undefined, code_challenge_method: undefined }), 'invalid_request');
    await refused(ask({ code_challenge_method: 'plain' }), 'invalid_request');
    await refused(ask({ code_challenge_method: undefined }), 'invalid_request');
  },

  async 'code-es256'(settings) {
    await idTokenIs(await signIn(settings, settings.clients.spa, { pushed: false }));
  },

  async 'access-token'(settings) {
    const { config, tokens, claims } = await signIn(settings, settings.clients.web, { scope: `openid ${settings.api.scope}` });
    const payload = await verifyAccessToken(config, tokens.access_token, `${settings.issuer}/api`);
    assert.equal(payload.client_id, settings.clients.web.id);
    assert.ok(payload.scope.split(' ').includes(settings.api.scope));
    assert.equal(payload.sub, claims.sub);
    assert.equal(payload.acr, level1);
    assert.equal(payload.auth_time, claims.auth_time);
  },

  async 'response-iss'(settings) {
    const { person, callback } = await signIn(settings, settings.clients.web);
    assert.equal(callback.searchParams.get('iss'), settings.issuer);

    // Errors carry it too.
    const silent = await prepare(settings, settings.clients.web, { parameters: { prompt: 'none' } });
    const error = await answerOf(settings, silent, new Person(settings));
    assert.equal(error.searchParams.get('error'), 'login_required');
    assert.equal(error.searchParams.get('iss'), settings.issuer);
    assert.equal(error.searchParams.get('state'), silent.state);

    const again = await prepare(settings, settings.clients.web);
    const foreign = await answerOf(settings, again, person);
    foreign.searchParams.set('iss', 'https://another.example');
    await assert.rejects(redeem(again, foreign));
  },

  async nonce(settings) {
    const request = await prepare(settings, settings.clients.web);
    const callback = await answerOf(settings, request, new Person(settings));
    await assert.rejects(redeem(request, callback, { expectedNonce: oidc.randomNonce() }));

    const plain = await prepare(settings, settings.clients.web, { parameters: { nonce: undefined } });
    const tokens = await redeem(plain, await answerOf(settings, plain, new Person(settings)), { expectedNonce: undefined });
    assert.ok(!('nonce' in tokens.claims()), 'a nonce that nobody sent');
  },

  async 'single-sign-on'(settings) {
    const first = await signIn(settings, settings.clients.web);
    assert.ok(first.person.answered.includes('password'));
    const second = await signIn(settings, settings.clients.spa, { pushed: false }, first.person);
    assert.ok(!second.person.answered.includes('password'), 'asked for the password again');
    assert.equal(second.claims.auth_time, first.claims.auth_time);
  },

  async 'consent-denied'(settings) {
    const request = await prepare(settings, settings.clients.web, { parameters: { prompt: 'consent' } });
    const callback = await answerOf(settings, request, new Person(settings), { allow: false });
    assert.equal(callback.searchParams.get('error'), 'access_denied');
    assert.equal(callback.searchParams.get('iss'), settings.issuer);
    await refused(redeem(request, callback), 'access_denied');
  },

  async 'code-once'(settings) {
    const request = await prepare(settings, settings.clients.web);
    const callback = await answerOf(settings, request, new Person(settings));
    const tokens = await redeem(request, callback);
    await refused(redeem(request, callback), 'invalid_grant');
    await assert.rejects(oidc.fetchUserInfo(request.config, tokens.access_token, oidc.skipSubjectCheck), 'tokens of a code used twice still work');
  },

  async 'sms-code'(settings) {
    const { claims } = await signIn(settings, settings.clients.web, { manner: { by: 'sms' } });
    assert.equal(claims.acr, level1);
    assert.ok(claims.amr.includes('sms') && !claims.amr.includes('pwd'), `amr is ${claims.amr}`);
  },

  async userinfo(settings) {
    const { config, tokens, claims } = await signIn(settings, settings.clients.web);
    const person = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.equal(person.sub, claims.sub);
    assert.ok(person.name, 'name is missing');
    assert.match(person.phone_number, /^\+861[3-9]\d{9}$/);
    assert.match(person.id_number_masked, /^\d{3}\*+\d{3}[\dX]$/);
    assert.ok(!JSON.stringify(person).match(/(?<!\d)[1-9]\d{16}[\dX]/), 'a whole identity number');
    await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, 'somebody-else'));

    const bare = await fetch(config.serverMetadata().userinfo_endpoint);
    assert.equal(bare.status, 401);
    assert.match(bare.headers.get('www-authenticate') ?? '', /^Bearer/i);
  },
};
