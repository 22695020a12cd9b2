import assert from 'node:assert/strict';
import * as oidc from 'openid-client';
import { answerOf, prepare, signIn } from '../party.mjs';

const silent = async (settings, person) => {
  const request = await prepare(settings, settings.clients.web, { parameters: { prompt: 'none' } });
  return (await answerOf(settings, request, person)).searchParams;
};

export const logoutChecks = {
  async logout(settings) {
    const { config, tokens, person } = await signIn(settings, settings.clients.web);
    assert.ok((await silent(settings, person)).get('code'), 'still signed in');

    const state = oidc.randomState();
    const address = oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: settings.postLogoutUri, state });
    const page = await person.visit(address);
    assert.ok(page.reached, `${page.status} at ${page.url.pathname}: ${page.text.slice(0, 300)}`);
    assert.equal(page.url.origin + page.url.pathname, settings.postLogoutUri);
    assert.equal(page.url.searchParams.get('state'), state);
    assert.equal((await silent(settings, person)).get('error'), 'login_required');
  },

  async 'logout-elsewhere'(settings) {
    const { config, tokens, person } = await signIn(settings, settings.clients.web);
    const address = oidc.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: `${settings.postLogoutUri}elsewhere` });
    const page = await person.visit(address);
    assert.equal(page.url.origin, settings.issuer, 'went to an address that nobody registered');
  },
};
