using Trust.Identity.Oidc;
using Trust.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Consents;

/// <summary>What a scope lets an application know or do, in words for people.</summary>
internal static class ScopeWords
{
    public static string Of(Words words, string scope) => scope switch
    {
        Scopes.Profile => words["姓名、性别和出生日期"],
        Scopes.Phone => words["手机号"],
        OidcScopes.IdDocument => words["身份证号（部分隐藏）"],
        OidcScopes.Account => words["您的账号资料（部分隐藏），查看和管理登录与授权记录"],
        _ => words["其他信息（{0}）", scope],
    };
}
