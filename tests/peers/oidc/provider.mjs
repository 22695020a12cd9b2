// Baseline of './bench.sh tokens': npm oidc-provider that gives out client-credentials tokens as signed JWTs (RFC 9068), kept in memory.
//   node provider.mjs keys > keys.json     a P-256 key and an RSA key of 3072 bits, made before anything is measured
//   node provider.mjs serve PORT keys.json
// It ends when its standard input ends, so that it never outlives who started it.
import { readFile } from 'node:fs/promises';
import Provider from 'oidc-provider';
import { makeKey } from './keys.mjs';

const algorithms = ['ES256', 'RS256'];
const idOf = (alg) => `bench-${alg.toLowerCase()}`;

async function serve(port, keyFile) {
  const issuer = `http://localhost:${port}`;
  const jwks = JSON.parse(await readFile(keyFile, 'utf8'));
  const provider = new Provider(issuer, {
    jwks,
    clients: algorithms.map((alg) => ({
      client_id: idOf(alg),
      client_secret: `bench-secret-${idOf(alg)}`,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'api',
    })),
    scopes: ['api'],
    routes: { token: '/connect/token', jwks: '/.well-known/jwks' },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => `${issuer}/api`,
        getResourceServerInfo: (context, resource, client) => ({
          audience: resource,
          scope: 'api',
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: algorithms.find((alg) => client.clientId === idOf(alg)) } },
        }),
      },
    },
  });
  provider.listen(Number(port), 'localhost');
  process.stdin.resume().on('end', () => process.exit());
}

const [command, ...rest] = process.argv.slice(2);
if (command === 'keys') {
  const pairs = await Promise.all(algorithms.map((alg) => makeKey(alg, { modulusLength: 3072 })));
  console.log(JSON.stringify({ keys: pairs.map((pair) => pair.privateJwk) }));
} else if (command === 'serve' && rest.length === 2) {
  await serve(...rest);
} else {
  console.error('provider.mjs keys | serve PORT KEYS');
  process.exitCode = 2;
}
