// A browser without scripts: keeps cookies, follows redirects by hand, fills in and posts forms.
import http from 'node:http';
import https from 'node:https';
import { parse } from './html.mjs';

const redirects = new Set([301, 302, 303, 307, 308]);
const limit = 20;

// A request says what a navigation says.
function send(url, method, headers, body) {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, { method, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString('utf8') }));
      answer.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

// Like a real one, it keeps cookies by host and not by port.
class CookieJar {
  #cookies = new Map();

  keep(url, headers) {
    for (const line of headers['set-cookie'] ?? []) {
      const [pair, ...rest] = line.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const set = Object.fromEntries(rest.map((part) => part.split('=')).map(([key, value]) => [key.toLowerCase(), value ?? '']));
      const path = set.path?.startsWith('/') ? set.path : '/';
      const key = `${url.hostname}|${path}|${name}`;
      const gone = 'max-age' in set ? Number(set['max-age']) <= 0 : set.expires !== undefined && Date.parse(set.expires) <= Date.now();
      if (gone) this.#cookies.delete(key);
      else this.#cookies.set(key, { host: url.hostname, path, name, value: pair.slice(at + 1) });
    }
  }

  header(url) {
    const fits = ({ host, path }) =>
      host === url.hostname && (url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`));
    return [...this.#cookies.values()].filter(fits).map(({ name, value }) => `${name}=${value}`).join('; ');
  }
}

export class Browser {
  #jar = new CookieJar();
  #page;

  // Addresses of the application are not asked for: who signs in there is the check itself.
  constructor(isApplication) {
    this.isApplication = isApplication;
  }

  get page() {
    return this.#page;
  }

  async open(address) {
    return this.#go(new URL(address), 'GET');
  }

  async submit(form, values = {}, button = form.buttons[0]) {
    const posted = new URLSearchParams();
    for (const field of form.fields) {
      if (!field.name) continue;
      const wanted = values[field.name];
      if (field.type === 'checkbox' || field.type === 'radio') {
        if (wanted === undefined ? field.checked : [wanted].flat().includes(field.value ?? 'on')) posted.append(field.name, field.value ?? 'on');
      } else if (field.type !== 'file') {
        posted.append(field.name, wanted ?? field.value ?? '');
      }
    }
    if (button?.name) posted.append(button.name, button.value ?? '');
    const address = new URL(button?.action || form.action || this.#page.url.href, this.#page.url);
    if (form.method === 'post') return this.#go(address, 'POST', posted.toString());
    address.search = posted.toString();
    return this.#go(address, 'GET');
  }

  async #go(address, firstMethod, firstBody) {
    let url = address;
    let method = firstMethod;
    let body = firstBody;
    let site = this.#page ? 'same-origin' : 'none';
    for (let step = 0; step < limit; step++) {
      if (this.isApplication(url)) return (this.#page = { url, reached: true, status: 0, forms: [], links: [], text: '' });
      const answer = await send(url, method, this.#headers(url, method, body, site), body);
      this.#jar.keep(url, answer.headers);
      if (!redirects.has(answer.status)) return (this.#page = { url, status: answer.status, headers: answer.headers, ...parse(answer.body) });
      const next = new URL(answer.headers.location, url);
      if (next.origin !== url.origin) site = 'cross-site';
      if (answer.status !== 307 && answer.status !== 308) {
        method = 'GET';
        body = undefined;
      }
      url = next;
    }
    throw new Error(`More than ${limit} redirects, the last one to ${url.origin}${url.pathname}.`);
  }

  #headers(url, method, body, site) {
    const headers = {
      accept: 'text/html,application/xhtml+xml',
      'accept-language': 'zh-CN,zh;q=0.9',
      'sec-fetch-dest': 'document',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-site': site,
    };
    const cookies = this.#jar.header(url);
    if (cookies) headers.cookie = cookies;
    if (body !== undefined) {
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['content-length'] = Buffer.byteLength(body);
    }
    if (method === 'POST' && this.#page) headers.origin = site === 'cross-site' ? 'null' : this.#page.url.origin;
    return headers;
  }
}
