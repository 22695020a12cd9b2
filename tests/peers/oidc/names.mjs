// What the pages of the platform are called. A page that changes a name changes it here, and nowhere else in this folder.

export const antiforgery = '__RequestVerificationToken';

export const paths = {
  login: '/account/login',
  consent: '/account/consent',
  device: '/account/device',
  logout: '/account/logout',
  outbox: '/sandbox/sms/outbox',
  endpoints: {
    authorization_endpoint: '/connect/authorize',
    token_endpoint: '/connect/token',
    userinfo_endpoint: '/connect/userinfo',
    introspection_endpoint: '/connect/introspect',
    revocation_endpoint: '/connect/revoke',
    pushed_authorization_request_endpoint: '/connect/par',
    device_authorization_endpoint: '/connect/device',
    end_session_endpoint: '/connect/logout',
    jwks_uri: '/.well-known/jwks',
  },
};

export const fields = {
  account: 'Input.Account',
  password: 'Input.Password',
  staffNumber: 'Input.StaffNumber',
  mobile: 'Input.Mobile',
  code: 'Input.Code',
  scopes: 'Input.Scopes',
  userCode: 'user_code',
};

export const decision = { name: 'decision', allow: 'allow', deny: 'deny' };

// The tab of the login page that asks for a mobile number: a plain link whose address says so.
export const smsTab = /sms/i;

// The newest message to this number in the sandbox's outbox (JSON, newest first): its six digits.
export function codeSentTo(mobile, outbox) {
  const message = outbox.find(({ to }) => to.endsWith(mobile));
  return message && /(?<!\d)\d{6}(?!\d)/.exec(message.text)?.[0];
}
