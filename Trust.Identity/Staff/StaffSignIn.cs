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
        var id = account?.Id ?? Guid.Empty;
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(row => row.AccountId == id, cancellationToken);

        // Both turns are taken and both secrets looked at before anything is said, and neither counter ends before both were right: else a guessed password would show
        // by the counter that a wrong code leaves, or by the time it takes.
        var turn = await throttle.TakeAsync(context, Factor.Password, $"staff|{typed}", account?.Id, cancellationToken);
        var second = await throttle.TakeAsync(context, Factor.Totp, $"staff|{typed}", account?.Id, cancellationToken);
        if (turn.Wait is not null || second.Wait is not null)
        {
            var pause = turn.Wait > second.Wait || second.Wait is null ? turn.Wait!.Value : second.Wait.Value;
            return await FailAsync(turn.Wait is null ? Factor.Totp : Factor.Password, new SignInOutcome(SignInResults.Throttled, Wait: pause));
        }

        var left = Math.Min(turn.TriesLeft, second.TriesLeft);
        var isPassword = await passwords.VerifyAsync(account?.PasswordHash, password, cancellationToken) != PasswordVerificationResult.Failed && account is not null;
        if (!isPassword)
        {
            return await FailAsync(Factor.Password, new SignInOutcome(SignInResults.WrongSecret, left));
        }

        if (staff is null || !await totp.TakeAsync(staff, code, cancellationToken))
        {
            return await FailAsync(Factor.Totp, new SignInOutcome(SignInResults.WrongSecret, left));
        }

        await throttle.SucceedAsync(turn, cancellationToken);
        await throttle.SucceedAsync(second, cancellationToken);
        await devices.RememberAsync(context, account!.Id, cancellationToken);
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
            history.Add(context, null, "staff|passkey", Factor.DevicePasskey, SignInResults.WrongSecret, clientId);
            await db.SaveChangesAsync(cancellationToken);
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
