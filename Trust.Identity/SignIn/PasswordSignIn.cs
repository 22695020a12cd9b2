using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.SignIn;

/// <summary>What became of a try to sign in.</summary>
/// <param name="Result">One of <see cref="SignInResults"/>.</param>
/// <param name="TriesLeft">Tries that still come without a pause.</param>
/// <param name="Wait">How long none counts.</param>
internal sealed record SignInOutcome(string Result, int TriesLeft = 0, TimeSpan Wait = default)
{
    public bool Succeeded => Result == SignInResults.Ok;
}

/// <summary>Signs in with identity number, mobile or user name and the password. Known and unknown accounts cost one password hash each.</summary>
internal sealed class PasswordSignIn(
    IdentityDbContext db, FindAccount accounts, Passwords passwords, Throttle throttle, KnownDevices devices, SignInHistory history, BrowserSessions sessions)
{
    public async Task<SignInOutcome> SignInAsync(HttpContext context, string identifier, string password, string? clientId, CancellationToken cancellationToken)
    {
        var typed = await accounts.ByIdentifierAsync(identifier, cancellationToken);
        var turn = await throttle.TakeAsync(context, Factor.Password, typed.Normal, typed.Account?.Id, cancellationToken);
        if (turn.Wait is { } wait)
        {
            return await FailAsync(new SignInOutcome(SignInResults.Throttled, Wait: wait));
        }

        var verified = await passwords.VerifyAsync(typed.Account?.PasswordHash, password, cancellationToken);
        if (typed.Account is not { } account || verified == PasswordVerificationResult.Failed)
        {
            return await FailAsync(new SignInOutcome(SignInResults.WrongSecret, turn.TriesLeft));
        }

        if (verified == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await RehashAsync(account, password, cancellationToken);
        }

        await throttle.SucceedAsync(turn, cancellationToken);
        await devices.RememberAsync(context, account.Id, cancellationToken);
        history.Add(context, account, typed.Normal, Factor.Password, SignInResults.Ok, clientId);
        await sessions.StartAsync(context, account, [Factor.Password], cancellationToken);
        return new SignInOutcome(SignInResults.Ok);

        async Task<SignInOutcome> FailAsync(SignInOutcome outcome)
        {
            history.Add(context, typed.Account, typed.Normal, Factor.Password, outcome.Result, clientId);
            await db.SaveChangesAsync(cancellationToken);
            return outcome;
        }
    }

    // Of two sign-ins at once the second finds another hash and leaves it.
    private async Task RehashAsync(AccountRecord account, string password, CancellationToken cancellationToken)
    {
        var (old, renewed) = (account.PasswordHash, await passwords.HashAsync(password, cancellationToken));
        await db.Accounts.Where(row => row.Id == account.Id && row.PasswordHash == old)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, renewed), cancellationToken);
    }
}
