using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Actors;
using Trust.Hosting.Http;
using Trust.Hosting.Startup;
using Trust.Identity.Accounts;
using Trust.Identity.Registration;
using Trust.Identity.SignIn;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Registration;

/// <summary>Registers a natural person at level 1. A city node sends people to its province.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
internal sealed class RegisterModel(SignInPlace place, BeginRegistration begin, Passwords passwords, NodeOptions node, IdentityOptions options, TimeProvider time, Words words) : PageModel
{
    public const string Path = "/account/register";

    [BindProperty]
    public RegisterInput Input { get; set; } = new();

    public SignInPlace Place => place;

    /// <summary>People register at the province.</summary>
    public bool IsElsewhere => node.Level == NodeLevel.City;

    public Uri? Elsewhere => options.ProvinceUrl is { } province ? new Uri(province, Path) : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await place.ReadAsync(HttpContext, cancellationToken);
        return HttpContext.GetActor().Kind == ActorKind.Person && place is { Pending: null, HasEnded: false } ? Redirect(place.Next) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await place.ReadAsync(HttpContext, cancellationToken);
        if (IsElsewhere || await ReadAsync(cancellationToken) is not { } form)
        {
            return Page();
        }

        await begin.BeginAsync(HttpContext, form, cancellationToken);
        return Redirect(place.At(RegisterCodeModel.Path));
    }

    private async Task<RegistrationForm?> ReadAsync(CancellationToken cancellationToken)
    {
        var person = Input.Read(ModelState, words, time.GetUtcNow());
        if (!MobileNumber.TryParse(Input.Mobile, out var mobile))
        {
            ModelState.AddModelError("Input.Mobile", words["请填写11位手机号，例如13900001234。"]);
        }

        var userName = string.IsNullOrWhiteSpace(Input.UserName) ? null : Input.UserName.Trim();
        if (userName is not null && !Identifiers.IsUserName(userName))
        {
            ModelState.AddModelError("Input.UserName", words["用户名要以字母开头，4到32位，可以有数字、点、下划线和短横。"]);
        }

        if (Complain(PasswordRules.Check(Input.Password ?? "", person?.Number, mobile == default ? null : mobile, userName)) is { } complaint)
        {
            ModelState.AddModelError("Input.Password", complaint);
        }

        if (!Input.Agreed)
        {
            ModelState.AddModelError("Input.Agreed", words["请阅读并同意服务协议。"]);
        }

        return ModelState.IsValid && person is { } read
            ? new RegistrationForm(
                read.Name, read.Number.Reveal(), read.Ethnicity.Value, mobile.Reveal(), userName, await passwords.HashAsync(Input.Password!, cancellationToken), ServiceAgreement.Version)
            : null;
    }

    private string? Complain(PasswordFault fault) => fault switch
    {
        PasswordFault.TooShort => words["密码至少{0}位。可以用一句好记的话。", PasswordRules.Shortest].Value,
        PasswordFault.TooLong => words["密码最多{0}位。", PasswordRules.Longest].Value,
        PasswordFault.Common => words["这个密码太常见，别人一猜就中。请换一个。"].Value,
        PasswordFault.Personal => words["密码里不要有身份证号、生日、手机号或用户名。"].Value,
        _ => null,
    };
}
