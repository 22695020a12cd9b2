import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { discover, refused, verify } from '../party.mjs';
import { paths } from '../names.mjs';
import { Person } from '../person.mjs';

const plain = (code) => code.replace(/[^A-Z0-9]/gi, '').toUpperCase();

async function begin(settings) {
  const client = settings.clients.device;
  const config = await discover(settings, client);
  const device = await oidc.initiateDeviceAuthorization(config, { scope: 'openid profile' });
  assert.equal(device.verification_uri, settings.issuer + paths.device);
  assert.ok(device.expires_in <= 1800);
  const poll = () => oidc.pollDeviceAuthorizationGrant(config, device, undefined, { signal: AbortSignal.timeout(60_000) });
  return { client, config, device, poll };
}

// One question without openid-client, which would wait for the answer.
async function once({ config, client, device }) {
  const answer = await fetch(config.serverMetadata().token_endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: device.device_code }),
  });
  return (await answer.json()).error;
}

async function decide(settings, device, allow) {
  const person = new Person(settings);
  await person.visit(new URL(device.verification_uri), { allow, userCode: device.user_code });
  assert.ok(person.answered.includes('user code') && person.answered.includes('device'), `Asked for: ${person.answered}`);
  assert.ok(plain(person.deviceText).includes(plain(device.user_code)), 'the page shows the code to compare');
}

export const deviceChecks = {
  async device(settings) {
    const begun = await begin(settings);
    assert.equal(await once(begun), 'authorization_pending');
    await decide(settings, begun.device, true);
    const tokens = await begun.poll();
    const { payload } = await verify(begun.config, tokens.id_token, { audience: begun.client.id, algorithms: [begun.client.alg] });
    assert.equal(payload.acr, 'urn:gov-trust:acr:natural:l1');
    assert.equal((await oidc.fetchUserInfo(begun.config, tokens.access_token, payload.sub)).sub, payload.sub);
    assert.equal(await once(begun), 'invalid_grant', 'a device code works once');
  },

  async 'device-denied'(settings) {
    const begun = await begin(settings);
    await decide(settings, begun.device, false);
    await refused(begun.poll(), 'access_denied');
  },
};
