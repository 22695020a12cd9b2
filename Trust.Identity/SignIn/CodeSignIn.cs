using Microsoft.AspNetCore.Http;
using Trust.Contracts.Codes;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.SignIn;

/// <summary>Signs in with a mobile and the code sent to it.</summary>
internal sealed class CodeSignIn(
    IdentityDbContext db, FindAccount accounts, SendCode send, CheckCode check, Throttle throttle, KnownDevices devices, SignInHistory history, BrowserSessions sessions,
    LookupHash hash, IdentityOptions options, TimeProvider time)
{
    public async Task<CodeSending> SendAsync(HttpContext context, MobileNumber mobile, CancellationToken cancellationToken)
    {
        var account = await accounts.ByMobileAsync(mobile, cancellationToken);
        return await send.SendAsync(context, CodePurpose.SignIn, mobile, await HolderAsync(context, account, cancellationToken), account is not null, cancellationToken);
    }

    /// <summary>Whether this browser has a code for the number that could still be typed.</summary>
    public async Task<bool> IsWaitingAsync(HttpContext context, MobileNumber mobile, CancellationToken cancellationToken) =>
        await check.IsLiveAsync(CodePurpose.SignIn, hash.HashOf(mobile), await HolderAsync(context, await accounts.ByMobileAsync(mobile, cancellationToken), cancellationToken), cancellationToken);

    public async Task<SignInOutcome> SignInAsync(HttpContext context, MobileNumber mobile, string code, string? clientId, CancellationToken cancellationToken)
    {
        var identifier = hash.HashOf(mobile);
        var account = await accounts.ByMobileAsync(mobile, cancellationToken);
        var turn = await throttle.TakeAsync(context, Factor.Sms, identifier, account?.Id, cancellationToken);
        if (turn.Wait is { } wait)
        {
            return await FailAsync(new SignInOutcome(SignInResults.Throttled, Wait: wait));
        }

        var checkedCode = await check.CheckAsync(CodePurpose.SignIn, mobile, await HolderAsync(context, account, cancellationToken), code, cancellationToken);
        if (account is null || !checkedCode.IsRight)
        {
            return await FailAsync(new SignInOutcome(SignInResults.WrongSecret, checkedCode.TriesLeft));
        }

        await throttle.SucceedAsync(turn, cancellationToken);

        // Operators give numbers to other people: who has the telephone today need not be who proved it then.
        if (account.MobileProvedAt is not { } proved || proved + TimeSpan.FromDays(options.MobileProofDays) <= time.GetUtcNow())
        {
            return await FailAsync(new SignInOutcome(SignInResults.StaleMobile));
        }

        await devices.RememberAsync(context, account.Id, cancellationToken);
        history.Add(context, account, identifier, Factor.Sms, SignInResults.Ok, clientId);
        await sessions.StartAsync(context, account, [Factor.Sms], cancellationToken);
        return new SignInOutcome(SignInResults.Ok);

        async Task<SignInOutcome> FailAsync(SignInOutcome outcome)
        {
            history.Add(context, account, identifier, Factor.Sms, outcome.Result, clientId);
            await db.SaveChangesAsync(cancellationToken);
            return outcome;
        }
    }

    private async Task<string> HolderAsync(HttpContext context, AccountRecord? account, CancellationToken cancellationToken) =>
        await devices.FindAsync(context, account?.Id, cancellationToken) is { } device ? $"device:{device:N}" : "";
}
