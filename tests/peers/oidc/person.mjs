// Somebody in front of the browser: answers the pages of the platform in whatever order they come.
import { Browser } from './browser.mjs';
import { totp } from './totp.mjs';
import { antiforgery, codeSentTo, decision, fields, paths, smsTab } from './names.mjs';

const has = (form, name, type) => form.fields.some((field) => field.name === name && (type === undefined || field.type === type));
const button = (form, value) => form.buttons.find((candidate) => candidate.name === decision.name && candidate.value === value);
const visible = (form, name) => has(form, name) && !has(form, name, 'hidden');

export class Person {
  #settings;
  #done = [];

  constructor(settings) {
    this.#settings = settings;
    const applications = [settings.redirectUri, settings.postLogoutUri].map((address) => new URL(address));
    this.browser = new Browser((url) => applications.some((own) => own.origin === url.origin && own.pathname === url.pathname));
  }

  // What was asked on the way, in order: 'password', 'consent', ...
  get answered() {
    return this.#done;
  }

  // Goes to an address and answers pages until the application is reached or nothing is left to answer.
  async visit(address, { allow = true, by = 'password', userCode } = {}) {
    this.#done = [];
    let page = await this.browser.open(address);
    while (!page.reached) {
      const [what, form, values, press] = await this.#next(page, { allow, by, userCode });
      if (!what) return page;
      if (this.#done.includes(what)) throw new Error(`Asked a second time for ${what} (${page.status} at ${page.url.pathname}): ${page.text.slice(0, 400)}`);
      this.#done.push(what);
      page = form ? await this.#post(form, values, press) : await this.browser.open(values);
    }
    return page;
  }

  async #post(form, values, press) {
    if (form.method === 'post' && !has(form, antiforgery, 'hidden')) throw new Error(`The form at ${this.browser.page.url.pathname} has no ${antiforgery}.`);
    return this.browser.submit(form, values, press);
  }

  async #next(page, { allow, by, userCode }) {
    const { login, sms } = this.#settings;
    const find = (test) => page.forms.find(test);
    const choice = allow ? decision.allow : decision.deny;

    // Staff give everything at once.
    const staff = find((form) => visible(form, fields.staffNumber));
    if (staff) return ['staff', staff, { [fields.staffNumber]: login.account, [fields.password]: login.password, [fields.code]: totp(login.totp) }];

    const code = find((form) => visible(form, fields.code) && !visible(form, fields.mobile));
    if (code) return ['code', code, { [fields.code]: await this.#receivedCode() }];

    const mobile = find((form) => visible(form, fields.mobile));
    if (by === 'sms' && mobile) return ['mobile', mobile, { [fields.mobile]: sms.mobile }];
    const password = find((form) => visible(form, fields.password));
    if (by === 'sms' && password) return ['sms tab', undefined, new URL(page.links.find((link) => smsTab.test(link)), page.url)];
    if (password) return ['password', password, { [fields.account]: login.account, [fields.password]: login.password }];

    const device = find((form) => visible(form, fields.userCode));
    if (device && userCode && !this.#done.includes('device')) return ['user code', device, { [fields.userCode]: userCode }];
    const decide = find((form) => button(form, choice));
    if (decide) {
      const asked = page.url.pathname.startsWith(paths.device) ? 'device' : 'consent';
      if (asked === 'device') this.deviceText = page.text;
      const scopes = decide.fields.filter((field) => field.name === fields.scopes).map((field) => field.value);
      return [asked, decide, allow ? { [fields.scopes]: scopes } : {}, button(decide, choice)];
    }

    const leave = [paths.logout, paths.endpoints.end_session_endpoint].includes(page.url.pathname) && find((form) => form.method === 'post' && form.buttons.length > 0);
    return leave ? ['logout', leave, {}] : [];
  }

  // The sandbox stands for the mobile in the person's hand. Messages leave after the page has answered.
  async #receivedCode() {
    const { issuer, sms } = this.#settings;
    for (let look = 0; look < 50; look++) {
      const code = codeSentTo(sms.mobile, await (await fetch(issuer + paths.outbox)).json());
      if (code) return code;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('No code for the mobile in the outbox.');
  }
}
