// A relying party: openid-client for the protocol, jose for a second opinion on every signature.
import assert from 'node:assert/strict';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { Person } from './person.mjs';

const authentication = ({ secret, jwk, alg }) =>
  jwk ? { kind: 'private_key_jwt', jwk, alg } : secret ? { kind: 'client_secret_basic', secret } : { kind: 'none' };

async function method(client) {
  const way = authentication(client);
  if (way.kind === 'none') return oidc.None();
  if (way.kind === 'client_secret_basic') return oidc.ClientSecretBasic(way.secret);
  const { alg = 'ES256', ...jwk } = way.jwk;
  const key = await crypto.subtle.importKey('jwk', { ...jwk, ext: true }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  return oidc.PrivateKeyJwt({ key, kid: jwk.kid });
}

export async function discover(settings, client) {
  const metadata = client.alg ? { id_token_signed_response_alg: client.alg } : {};
  return oidc.discovery(new URL(settings.issuer), client.id, metadata, await method(client), { execute: [oidc.allowInsecureRequests] });
}

// The issuer's present keys, seen by jose alone.
export async function verify(config, token, options) {
  const { issuer, jwks_uri: keys } = config.serverMetadata();
  return jwtVerify(token, createRemoteJWKSet(new URL(keys)), { issuer, ...options });
}

export async function verifyAccessToken(config, token, audience) {
  const { payload, protectedHeader } = await verify(config, token, { algorithms: ['ES256'], typ: 'at+jwt', audience });
  assert.equal(decodeProtectedHeader(token).typ, 'at+jwt');
  assert.ok(protectedHeader.kid, 'kid is missing');
  for (const name of ['sub', 'aud', 'client_id', 'jti', 'iat', 'exp']) assert.ok(payload[name], `${name} is missing`);
  return payload;
}

// An authorization request as a careful application makes it.
export async function prepare(settings, client, { scope = settings.scope, pushed = true, parameters = {} } = {}) {
  const config = await discover(settings, client);
  const secrets = { verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
  const request = {
    redirect_uri: settings.redirectUri,
    scope,
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(secrets.verifier),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const name of Object.keys(request)) if (request[name] === undefined) delete request[name];
  const address = pushed ? await oidc.buildAuthorizationUrlWithPAR(config, request) : oidc.buildAuthorizationUrl(config, request);
  return { config, client, address, ...secrets };
}

export async function answerOf(settings, request, person, manner) {
  const page = await person.visit(request.address, manner);
  assert.ok(page.reached, `The application was not reached: ${page.status} at ${page.url.pathname}: ${page.text.slice(0, 400)}`);
  assert.equal(page.url.origin + page.url.pathname, settings.redirectUri);
  return page.url;
}

export const redeem = (request, callback, checks = {}) =>
  oidc.authorizationCodeGrant(request.config, callback, {
    pkceCodeVerifier: request.verifier,
    expectedState: request.state,
    expectedNonce: request.nonce,
    idTokenExpected: true,
    ...checks,
  });

export async function signIn(settings, client, options = {}, person = new Person(settings)) {
  const request = await prepare(settings, client, options);
  const callback = await answerOf(settings, request, person, options.manner);
  const tokens = await redeem(request, callback);
  return { ...request, person, callback, tokens, claims: tokens.claims() };
}

// The error code of an OAuth answer, whichever way openid-client reports it.
export async function refused(promise, ...codes) {
  const error = await promise.then(
    () => assert.fail(`Was accepted; expected ${codes.join(' or ')}.`),
    (reason) => reason,
  );
  if (error instanceof assert.AssertionError) throw error;
  const code = error.error ?? error.cause?.error ?? error.cause?.[0]?.parameters?.error ?? error.code;
  assert.ok(codes.includes(code), `Refused with ${code} (${error.message}); expected ${codes.join(' or ')}.`);
}

export const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
