// Pages of the stand-in: the forms of the platform, and nothing else of it.
import { antiforgery, decision, fields } from './names.mjs';

const token = `<input type="hidden" name="${antiforgery}" value="stand-in">`;
const answers = (allow, deny) => `<button name="${decision.name}" value="${allow}">同意</button><button name="${decision.name}" value="${deny}">不同意</button>`;

function page(context, body) {
  context.type = 'html';
  context.body = `<!DOCTYPE html><html lang="zh-CN"><title>stand-in</title><body>${body}</body></html>`;
}

export const notice = (text) => (context, out) => page(context, `<p>${text} ${out?.error ?? ''} ${out?.error_description ?? ''}</p>`);

export const loginPage = (context) =>
  page(context, `<a href="${context.path}?way=sms">短信</a><form method="post" action="${context.path}">${token}
    <input name="${fields.account}"><input name="${fields.password}" type="password"><button>登录</button></form>`);

export const mobilePage = (context, sent) =>
  page(context, `<form method="post" action="${context.path}">${token}<input name="${sent ? fields.code : fields.mobile}"><button>继续</button></form>`);

export const consentPage = (context) =>
  page(context, `<form method="post" action="${context.path}">${token}<input type="checkbox" name="${fields.scopes}" value="phone">${answers(decision.allow, decision.deny)}</form>`);

export function outboxPage(context, mobile, codes) {
  context.body = [...codes].reverse().map((code) => ({ to: `+86${mobile}`, text: `验证码${code}，5分钟内有效。` }));
}

const inside = (form, more) => form.replace('</form>', `${token}${more}</form>`);

export const devicePage = (context, form) => page(context, inside(form, '<button>继续</button>'));

export const devicePageToDecide = (context, form, client, info, userCode) =>
  page(context, `<p>${client.clientName} ${userCode}</p>${inside(form.replace(/<input[^>]*name="confirm"[^>]*>/, ''), answers(decision.allow, decision.deny))}`);

export const logoutPage = (context, form) => page(context, inside(form, '<button name="logout" value="yes">退出</button>'));
