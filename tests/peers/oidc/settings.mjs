// What the checks are told, with the demo clients of a development node as defaults.
const defaults = {
  issuer: 'http://localhost:5080',
  redirectUri: 'http://localhost:5090/callback',
  postLogoutUri: 'http://localhost:5090/',
  // Somebody who may sign in: account and password, and a mobile that receives codes.
  login: {},
  sms: {},
  clients: {
    web: { id: 'demo-web', secret: 'demo-web-secret', alg: 'RS256' },
    spa: { id: 'demo-spa', alg: 'ES256' },
    machine: { id: 'demo-machine', secret: 'demo-machine-secret', scope: 'api' },
    device: { id: 'demo-web', secret: 'demo-web-secret', alg: 'RS256' },
    // A client registered for private_key_jwt: id, and jwk with the private key (see 'oidc.mjs key').
    keys: { scope: 'api' },
  },
  scope: 'openid profile phone id_document',
  // A path of our own API that a token with this scope opens.
  api: { path: '/api/identity/v1/me', scope: 'account' },
  // How long a used refresh token is still taken, for answers that were lost.
  refreshLeewaySeconds: 0,
  // Set where JWT access tokens are not stored, so that they can be neither introspected nor revoked.
  unstoredJwt: false,
};

export function settingsFrom(text) {
  const given = text.trim() ? JSON.parse(text) : {};
  const clients = Object.fromEntries(Object.entries(defaults.clients).map(([name, client]) => [name, { ...client, ...given.clients?.[name] }]));
  return { ...defaults, ...given, clients };
}
