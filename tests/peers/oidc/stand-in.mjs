// npm oidc-provider set up like the platform, with pages that have the same forms: the checks are tried on it, so that a check that fails
// on the platform is not the fault of the check. See README.md.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import Provider from 'oidc-provider';
import { antiforgery, decision, fields, paths } from './names.mjs';
import { consentPage, devicePage, devicePageToDecide, loginPage, logoutPage, mobilePage, notice, outboxPage } from './stand-in-pages.mjs';
import { makeKey } from './keys.mjs';

const person = {
  account: 'demo',
  password: 'Trust-Demo-2026!',
  mobile: '13800000001',
  claims: { name: '林清和', phone_number: '+8613800000001', phone_number_verified: true, id_type: 'resident', id_number_masked: '110***********1234' },
};
const level = 'urn:gov-trust:acr:natural:l1';
const ways = new Map();
const codes = [];

function configuration(issuer, keys, clientKey) {
  const application = { redirect_uris: ['http://localhost:5090/callback'], post_logout_redirect_uris: ['http://localhost:5090/'], response_types: ['code'] };
  const machine = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'], scope: 'api' };
  return {
    jwks: { keys },
    clients: [
      {
        ...application, client_id: 'demo-web', client_secret: 'demo-web-secret', client_name: '示例应用', token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['authorization_code', 'refresh_token'], subject_type: 'pairwise',
      },
      {
        ...application, client_id: 'demo-spa', token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'],
        id_token_signed_response_alg: 'ES256', subject_type: 'pairwise',
      },
      {
        client_id: 'demo-device', client_secret: 'demo-device-secret', client_name: '示例设备', token_endpoint_auth_method: 'client_secret_basic',
        redirect_uris: [], response_types: [], grant_types: ['urn:ietf:params:oauth:grant-type:device_code'], subject_type: 'public',
      },
      { ...machine, client_id: 'demo-machine', client_secret: 'demo-machine-secret', token_endpoint_auth_method: 'client_secret_basic' },
      { ...machine, client_id: 'demo-keys', token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [clientKey] } },
    ],
    scopes: ['openid', 'offline_access', 'api', 'account', 'applications'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
      profile: ['name'], phone: ['phone_number', 'phone_number_verified'], id_document: ['id_type', 'id_number_masked'],
    },
    acrValues: ['natural', 'staff'].flatMap((kind) => ['l1', 'l2', 'l3'].map((name) => `urn:gov-trust:acr:${kind}:${name}`)),
    subjectTypes: ['pairwise', 'public'],
    pairwiseIdentifier: (context, account, client) => Buffer.from(`${client.sectorIdentifier}-${account}-pairwise-subject`).toString('base64url'),
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    conformIdTokenClaims: false,
    rotateRefreshToken: true,
    pkce: { required: () => true },
    ttl: { Interaction: 3600, Session: 3600, Grant: 3600, IdToken: 600, AccessToken: 600, RefreshToken: 3600, DeviceCode: 600, ClientCredentials: 600 },
    cookies: { keys: [randomUUID()] },
    routes: {
      authorization: '/connect/authorize', token: '/connect/token', userinfo: '/connect/userinfo', introspection: '/connect/introspect', revocation: '/connect/revoke',
      pushed_authorization_request: '/connect/par', device_authorization: '/connect/device', end_session: '/connect/logout', code_verification: paths.device, jwks: '/.well-known/jwks',
    },
    extraTokenClaims: (context, token) => (token.accountId ? { acr: level, auth_time: token.extra?.auth_time ?? context.oidc.entities.AuthorizationCode?.authTime } : undefined),
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, acr: level, amr: [ways.get(id)], sid: id, ...person.claims }) }),
    interactions: { url: (context, interaction) => `${interaction.prompt.name === 'login' ? paths.login : paths.consent}/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      deviceFlow: { enabled: true, userCodeInputSource: devicePage, userCodeConfirmSource: devicePageToDecide, successSource: notice('完成') },
      rpInitiatedLogout: { enabled: true, logoutSource: logoutPage, postLogoutSuccessSource: notice('已退出') },
      resourceIndicators: {
        enabled: true,
        defaultResource: (context, client, oneOf) =>
          oneOf ?? (context.oidc.params?.scope?.split(' ').some((scope) => scope === 'account' || scope === 'api') ? `${issuer}/api` : undefined),
        useGrantedResource: (context, model) => model.scope?.includes('account') ?? false,
        getResourceServerInfo: (context, resource) => ({ audience: resource, scope: 'api account', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }),
      },
    },
    renderError: notice('出错'),
  };
}

const form = async (context) => {
  const parts = [];
  for await (const part of context.req) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
};

async function login(provider, context, posted) {
  const { uid } = await provider.interactionDetails(context.req, context.res);
  const finish = (way) => {
    const accountId = `account-${uid}`;
    ways.set(accountId, way);
    return provider.interactionFinished(context.req, context.res, { login: { accountId, acr: level, amr: [way] } }, { mergeWithLastSubmission: false });
  };
  if (posted.get(fields.password) === person.password && posted.get(fields.account) === person.account) return finish('pwd');
  if (posted.has(fields.mobile)) {
    codes.push(String(100000 + Math.floor(Math.random() * 900000)));
    return mobilePage(context, true);
  }
  if (codes.length > 0 && posted.get(fields.code) === codes.at(-1)) return finish('sms');
  return loginPage(context, uid);
}

async function consent(provider, context, posted) {
  if (posted.get(decision.name) === decision.deny) {
    return provider.interactionFinished(context.req, context.res, { error: 'access_denied' }, { mergeWithLastSubmission: false });
  }
  const { grantId, prompt, params, session } = await provider.interactionDetails(context.req, context.res);
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) grant.addResourceScope(resource, scopes.join(' '));
  return provider.interactionFinished(context.req, context.res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

// The library decides by the fields confirm and abort; the platform by its buttons.
function deviceAnswer(posted) {
  const { [decision.name]: decided, [antiforgery]: unused, ...rest } = Object.fromEntries(posted);
  return { ...rest, ...(decided === decision.allow && { confirm: 'yes' }), ...(decided === decision.deny && { abort: 'yes' }) };
}

async function freePort() {
  const probe = createServer().listen(0, 'localhost');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

export async function standIn() {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const client = await makeKey();
  const keys = await Promise.all([makeKey('ES256'), makeKey('RS256', { modulusLength: 3072 })]);
  const provider = new Provider(issuer, configuration(issuer, keys.map((key) => key.privateJwk), client.publicJwk));
  provider.use(async (context, next) => {
    const posted = context.method === 'POST';
    if (context.path === paths.outbox) return outboxPage(context, person.mobile, codes);
    if (context.path.startsWith(`${paths.login}/`)) {
      if (posted) return login(provider, context, await form(context));
      return context.query.way === 'sms' ? mobilePage(context, false) : loginPage(context);
    }
    if (context.path.startsWith(`${paths.consent}/`)) return posted ? consent(provider, context, await form(context)) : consentPage(context);
    if (context.path === paths.device && posted) context.request.body = deviceAnswer(await form(context));
    return next();
  });
  const server = provider.listen(port, 'localhost');
  await once(server, 'listening');
  const settings = {
    issuer,
    login: { account: person.account, password: person.password },
    sms: { mobile: person.mobile },
    clients: { device: { id: 'demo-device', secret: 'demo-device-secret' }, keys: { id: 'demo-keys', jwk: client.privateJwk } },
    unstoredJwt: true,
  };
  return { settings, close: () => server.close() };
}
