using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Hosting.Http;
using Trust.Identity.Accounts;
using Trust.Identity.Applications;
using Trust.Identity.Oidc;
using Trust.Identity.Staff;
using Trust.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Areas.Identity.Pages.Applications;

/// <summary>Registers an application; its secret is shown once, on the answer.</summary>
[Authorize]
[InZone(Zone.Both)]
[InRateClass(RateClass.Page)]
[NeedsRole(StaffRoles.SystemAdministrator)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class NewModel(RegisterApplication register, ConfirmAct acts, Actor actor, Words words) : PageModel
{
    public const string Act = "identity.application-register";
    public const string Reference = "new";

    internal sealed class InputForm
    {
        public string Name { get; set; } = "";

        public string Kind { get; set; } = nameof(ApplicationKind.Web);

        public string Realm { get; set; } = nameof(Accounts.Realm.Citizen);

        public string RedirectUris { get; set; } = "";

        public string PostLogoutRedirectUris { get; set; } = "";

        public string[] Scopes { get; set; } = [];

        public string Purpose { get; set; } = "";

        public int MinimumLevel { get; set; } = 1;

        public string IdTokenAlgorithm { get; set; } = "RS256";

        public string? JsonWebKeySet { get; set; }
    }

    [BindProperty]
    public InputForm Input { get; set; } = new();

    public RegisteredApplication? Registered { get; private set; }

    public IReadOnlyList<SelectListItem> Kinds =>
    [
        new(words["有服务器的应用（保管密钥）"], nameof(ApplicationKind.Web)), new(words["网页或手机里的应用（没有密钥）"], nameof(ApplicationKind.Public)),
        new(words["系统对系统（没有人登录）"], nameof(ApplicationKind.Machine)),
    ];

    public IReadOnlyList<SelectListItem> Realms => [new(words["个人"], nameof(Realm.Citizen)), new(words["工作人员"], nameof(Realm.Staff))];

    public IReadOnlyList<SelectListItem> Levels => [new(words["不限"], "0"), new(words["初级"], "1"), new(words["中级"], "2")];

    public IReadOnlyList<SelectListItem> Algorithms { get; } = [new("RS256", "RS256"), new("ES256", "ES256")];

    /// <summary>Must-have and may-have of each scope: <c>profile</c> and <c>profile?</c>.</summary>
    public IReadOnlyList<(string Scope, string Name)> Releases =>
    [
        (Scopes.Profile, words["姓名、性别和出生日期"]), (Scopes.Phone, words["手机号"]), (OidcScopes.IdDocument, words["身份证号（部分隐藏）"]),
        (OidcScopes.Account, words["查看和管理登录与授权记录"]), (OidcScopes.Staff, words["工号、单位和岗位（工作人员）"]),
        (OidcScopes.Applications, words["管理接入应用（工作人员）"]), (OidcScopes.Api, words["调用平台接口（系统对系统）"]),
    ];

    public async Task<IActionResult> OnPostAsync(string? assertion, CancellationToken cancellationToken)
    {
        if (await acts.ConfirmAsync(actor, new ActCall(Act, Reference, ActKind.Act, assertion), cancellationToken) is { Succeeded: false })
        {
            ModelState.AddModelError("", words["这项操作要用通行密钥确认。"]);
            return Page();
        }

        var result = await register.RegisterAsync(actor, Read(), cancellationToken);
        if (result.Succeeded)
        {
            Registered = result.Value;
            return Page();
        }

        var (field, sentence) = Describe(result.Error);
        ModelState.AddModelError(field, sentence);
        return Page();
    }

    private ApplicationForm Read() => new(
        Input.Name, Enum.TryParse<ApplicationKind>(Input.Kind, out var kind) ? kind : ApplicationKind.Web, Enum.TryParse<Realm>(Input.Realm, out var realm) ? realm : Realm.Citizen,
        Lines(Input.RedirectUris), Lines(Input.PostLogoutRedirectUris), [.. Input.Scopes.Select(scope => scope.TrimEnd('?')).Distinct()],
        [.. Input.Scopes.Where(scope => scope.EndsWith('?')).Select(scope => scope.TrimEnd('?')).Distinct()],
        Input.Purpose, Input.MinimumLevel, Input.IdTokenAlgorithm, string.IsNullOrWhiteSpace(Input.JsonWebKeySet) ? null : Input.JsonWebKeySet, null);

    private static List<string> Lines(string? text) => [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private (string Field, string Sentence) Describe(TrustError error) => error.Code switch
    {
        "identity.application-name" => ("Input.Name", words["名称要有2到60个字。"]),
        "identity.application-redirect" => ("Input.RedirectUris", words["每行一个完整的https地址，不能带#、通配符或用户名。"]),
        "identity.application-scope" => ("Input.Kind", words["选了这类应用不能用的信息。"]),
        "identity.application-purpose" => ("Input.Purpose", words["用途要有2到200个字，登录的人会看到。"]),
        "identity.application-keys" => ("Input.JsonWebKeySet", words["公钥要是JWKS格式：1到5把RSA（2048位以上）或P-256公钥，不能带私钥。"]),
        "identity.application-out-of-reach" => ("", words["您的角色管不到这个单位。"]),
        _ => ("", words["没有登记成功，请检查填写的内容。"]),
    };
}
