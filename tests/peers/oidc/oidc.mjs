// Checks of the OpenID provider with real clients.
//   node oidc.mjs list                    names of the checks
//   node oidc.mjs run NAME... < settings  one line of JSON for each: {"check":"…","ok":true} or {"check":"…","ok":false,"error":"…"}
//   node oidc.mjs try NAME...             the same on npm oidc-provider, see stand-in.mjs
//   node oidc.mjs token SCOPE ACR < settings  access token of whoever 'login' names (with 'totp' for staff), by client web
//   node oidc.mjs key                     a key pair for a client of private_key_jwt
// Without names: all. Settings are one JSON object, see settings.mjs; an empty input takes the defaults.
import { text } from 'node:stream/consumers';
import { codeChecks } from './checks/code.mjs';
import { deviceChecks } from './checks/device.mjs';
import { logoutChecks } from './checks/logout.mjs';
import { machineChecks } from './checks/machines.mjs';
import { metadataChecks } from './checks/metadata.mjs';
import { tokenChecks } from './checks/tokens.mjs';
import { makeKey } from './keys.mjs';
import { signIn } from './party.mjs';
import { settingsFrom } from './settings.mjs';

const checks = { ...metadataChecks, ...codeChecks, ...tokenChecks, ...machineChecks, ...deviceChecks, ...logoutChecks };
const write = (result) => console.log(JSON.stringify(result));

const describe = (error) => {
  const causes = [];
  for (let cause = error; cause; cause = cause.cause) causes.push(cause.stack ?? JSON.stringify(cause));
  return causes.join('\ncaused by ');
};

async function run(settings, names) {
  for (const check of names.length > 0 ? names : Object.keys(checks)) {
    try {
      if (!Object.hasOwn(checks, check)) throw new Error('There is no such check.');
      await checks[check](settings);
      write({ check, ok: true });
    } catch (error) {
      write({ check, ok: false, error: describe(error) });
      process.exitCode = 1;
    }
  }
}

async function token(settings, scope, acr) {
  const claims = acr && JSON.stringify({ id_token: { acr: { essential: true, values: [acr] } } });
  const { tokens } = await signIn(settings, settings.clients.web, { scope, parameters: { claims, acr_values: acr } });
  write({ token: tokens.access_token });
}

const [command, ...names] = process.argv.slice(2);
if (command === 'list') write(Object.keys(checks));
else if (command === 'key') write(await makeKey());
else if (command === 'token') await token(settingsFrom(await text(process.stdin)), ...names);
else if (command === 'run') await run(settingsFrom(await text(process.stdin)), names);
else if (command === 'try') {
  const { standIn } = await import('./stand-in.mjs');
  const { settings, close } = await standIn();
  // The library has no RFC 8414 address.
  const possible = Object.keys(checks).filter((check) => check !== 'oauth-metadata');
  await run(settingsFrom(JSON.stringify(settings)), names.length > 0 ? names : possible);
  close();
} else {
  console.error('oidc.mjs list | run [NAME...] | try [NAME...] | token SCOPE [ACR] | key');
  process.exitCode = 2;
}
