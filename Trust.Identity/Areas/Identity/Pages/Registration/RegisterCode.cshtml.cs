using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.Identity.Codes;
using Trust.Identity.Registration;
using Trust.Identity.SignIn;
using Trust.Web;

namespace Trust.Identity.Areas.Identity.Pages.Registration;

/// <summary>The code that proves the telephone of a registration.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
internal sealed class RegisterCodeModel(SignInPlace place, BeginRegistration begin, CompleteRegistration complete, CheckCode codes, Words words) : PageModel
{
    public const string Path = "/account/register/code";

    [BindProperty]
    public string? Code { get; set; }

    public SignInPlace Place => place;

    /// <summary>Where the code went, its middle hidden.</summary>
    public string Mobile { get; private set; } = "";

    /// <summary>A code is out that can still be typed.</summary>
    public bool IsSent { get; private set; }

    public string? Note { get; private set; }

    public int ResendSeconds { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken) is null ? Redirect(place.At(RegisterModel.Path)) : Page();

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } waiting)
        {
            return Redirect(place.At(RegisterModel.Path));
        }

        ModelState.Clear();
        var sending = await begin.SendAsync(HttpContext, waiting.Form, cancellationToken);
        Note = words.WhyNotSent(sending);
        ResendSeconds = (int)Math.Ceiling(sending.Wait.TotalSeconds);
        IsSent |= Note is null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } waiting)
        {
            return Redirect(place.At(RegisterModel.Path));
        }

        if (Code is not { Length: >= 6 and <= 64 } typed)
        {
            ModelState.AddModelError(nameof(Code), words["请填写短信里的6位数字。"]);
            return Page();
        }

        var result = await complete.CompleteAsync(waiting, typed, cancellationToken);
        if (result.IsRight)
        {
            return Redirect(place.At(RegisterDoneModel.Path));
        }

        Code = null;
        ModelState.Remove(nameof(Code));
        ModelState.AddModelError(nameof(Code), words.WrongCode(result.TriesLeft));
        return Page();
    }

    private async Task<WaitingRegistration?> ReadAsync(CancellationToken cancellationToken)
    {
        await place.ReadAsync(HttpContext, cancellationToken);
        if (await begin.FindAsync(HttpContext, cancellationToken) is not { } waiting)
        {
            return null;
        }

        Mobile = waiting.Form.Telephone().ToString();
        IsSent = await codes.IsLiveAsync(CodePurpose.Register, waiting.Record.MobileHash, holder: "", cancellationToken);
        return waiting;
    }
}
