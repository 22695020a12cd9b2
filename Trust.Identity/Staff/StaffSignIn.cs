using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;

namespace Trust.Identity.Staff;

/// <summary>
/// Staff sign in with number, password and one-time code in one step (<c>staff:l1</c>), or with a passkey (<c>staff:l2</c>). Each factor has its own counters; a wrong code
/// and a wrong password are told apart by nobody.
/// </summary>
internal sealed class StaffSignIn(
    IdentityDbContext db, Passwords passwords, Totp totp, Passkeys passkeys, Throttle throttle, KnownDevices devices, SignInHistory history, BrowserSessions sessions)
{
    private const int LongestNumber = 32;

    public async Task<SignInOutcome> SignInAsync(HttpContext context, string number, string password, string code, string? clientId, CancellationToken cancellationToken)
    {
        var typed = Normalize(number);
        var account = await FindAsync(typed, cancellationToken);
        var staff = account is null ? null : await db.Staff.AsNoTracking().SingleAsync(row => row.AccountId == account.Id, cancellationToken);
        var turn = await throttle.TakeAsync(context, Factor.Password, $"staff|{typed}", account?.Id, cancellationToken);
        if (turn.Wait is { } wait)
        {
            return await FailAsync(Factor.Password, new SignInOutcome(SignInResults.Throttled, Wait: wait));
        }

        if (await passwords.VerifyAsync(account?.PasswordHash, password, cancellationToken) == PasswordVerificationResult.Failed || account is null)
        {
            return await FailAsync(Factor.Password, new SignInOutcome(SignInResults.WrongSecret, turn.TriesLeft));
        }

        // The password was right: its counter is not the one that a guessed code runs up.
        await throttle.SucceedAsync(turn, cancellationToken);
        var second = await throttle.TakeAsync(context, Factor.Totp, $"staff|{typed}", account.Id, cancellationToken);
        if (second.Wait is { } pause)
        {
            return await FailAsync(Factor.Totp, new SignInOutcome(SignInResults.Throttled, Wait: pause));
        }

        if (!await totp.TakeAsync(staff!, code, cancellationToken))
        {
            return await FailAsync(Factor.Totp, new SignInOutcome(SignInResults.WrongSecret, second.TriesLeft));
        }

        await throttle.SucceedAsync(second, cancellationToken);
        await devices.RememberAsync(context, account.Id, cancellationToken);
        history.Add(context, account, $"staff|{typed}", Factor.Totp, SignInResults.Ok, clientId);
        await sessions.StartAsync(context, account, [Factor.Password, Factor.Totp], cancellationToken);
        return new SignInOutcome(SignInResults.Ok);

        async Task<SignInOutcome> FailAsync(string factor, SignInOutcome outcome)
        {
            history.Add(context, account, $"staff|{typed}", factor, outcome.Result, clientId);
            await db.SaveChangesAsync(cancellationToken);
            return outcome;
        }
    }

    public async Task<bool> SignInByPasskeyAsync(HttpContext context, string? answer, string? clientId, CancellationToken cancellationToken)
    {
        if (await passkeys.CheckAsync(context, answer, null, Passkeys.SignInPurpose, cancellationToken) is not { Account.Realm: Realm.Staff } checkedAnswer)
        {
            return false;
        }

        var account = checkedAnswer.Account;
        await devices.RememberAsync(context, account.Id, cancellationToken);
        history.Add(context, account, $"staff|{account.NormalizedUserName}", checkedAnswer.Method, SignInResults.Ok, clientId);
        await sessions.StartAsync(context, account, [checkedAnswer.Method], cancellationToken);
        return true;
    }

    private Task<AccountRecord?> FindAsync(string typed, CancellationToken cancellationToken) =>
        db.Accounts.SingleOrDefaultAsync(account => account.Realm == Realm.Staff && account.NormalizedUserName == typed && account.DisabledAt == null, cancellationToken);

    private static string Normalize(string number)
    {
        var text = number.Trim().ToUpperInvariant();
        return text.Length > LongestNumber ? text[..LongestNumber] : text;
    }
}
