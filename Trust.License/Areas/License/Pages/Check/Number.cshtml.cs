using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trust.Hosting.Http;
using Trust.License.Looking;
using Trust.License.Types;
using Trust.Web;

namespace Trust.License.Areas.License.Pages.Check;

/// <summary>Checking by printed number and printed secret. What was typed and what was found stand in no address and in no cache.</summary>
[AllowAnonymous]
[InZone(Zone.Both)]
[InRateClass(RateClass.Secret)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class NumberModel(CheckNumber check, LicenceTypeCatalogue types, Words words, TimeProvider time) : PageModel
{
    [BindProperty]
    public NumberInput Input { get; set; } = new();

    public NumberForm Form => new(types) { Input = Input, IsAlone = true };

    public SeenLicence? Seen { get; private set; }

    /// <summary>Whether this number is not checked in this way any more today.</summary>
    public bool IsClosed { get; private set; }

    public DateTimeOffset CheckedAt { get; private set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Response.Headers["Referrer-Policy"] = "no-referrer";
        var (number, secret) = (CheckNumber.Fold(Input.Number), CheckNumber.Fold(Input.Secret)?.ToUpperInvariant());
        if (Read(number, secret) is not { } type)
        {
            return Page();
        }

        (var outcome, Seen) = await check.CheckAsync(type, number!, secret!, cancellationToken);
        CheckedAt = time.GetUtcNow();
        IsClosed = outcome == NumberOutcome.Closed;
        if (IsClosed)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
        }
        else if (Seen is null)
        {
            ModelState.AddModelError("Input.Secret", words["编号和验证码对不上。请照着照面再填一次；还是对不上，这份证照就不可信。"]);
        }

        return Page();
    }

    // What cannot be a number or a secret is no try: it is said before anything is counted.
    private LicenceType? Read(string? number, string? secret)
    {
        var type = types.Find(Input.Type ?? "");
        if (type is null)
        {
            ModelState.AddModelError("Input.Type", words["请选一种证照。"]);
        }

        if (number is not { Length: > 0 and <= CheckNumber.LongestNumber })
        {
            ModelState.AddModelError("Input.Number", words["请填照面上的证照编号。"]);
        }

        if (secret is not { Length: CheckNumber.SecretLength })
        {
            ModelState.AddModelError("Input.Secret", words["验证码是10位字母和数字，现在是{0}位。", secret?.Length ?? 0]);
        }

        return ModelState.IsValid ? type : null;
    }
}
