using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Trust.Contracts;
using Trust.Contracts.Codes;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Persons;
using Trust.Identity.Sessions;

namespace Trust.Identity.SignIn;

/// <summary>A running session, whose it is, and what it lacks.</summary>
internal sealed record RunningSession(SessionRecord Session, AccountRecord Account, PersonRecord Person)
{
    /// <summary>The factor to add: the password, or a code to the account's own telephone; null when the session has both.</summary>
    public string? Missing
    {
        get
        {
            var methods = Factors.Parse(Session.Factors).Select(factor => factor.Method).ToList();
            return !methods.Contains(Factor.Password) ? Factor.Password : methods.Contains(Factor.Sms) ? null : Factor.Sms;
        }
    }
}

/// <summary>Adds the missing factor to a running session, which goes on with a new secret.</summary>
internal sealed class StepUp(
    IdentityDbContext db, BrowserSessions sessions, SendCode send, CheckCode check, Passwords passwords, Throttle throttle, SignInHistory history, FieldCipher cipher, TimeProvider time)
{
    /// <summary>The session of whoever makes the request; null when it has ended meanwhile.</summary>
    public async Task<RunningSession?> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.GetActor() is not { Kind: ActorKind.Person, Capacity.Kind: not CapacityKind.Staff } actor || await sessions.FindAsync(actor, cancellationToken) is not { } session)
        {
            return null;
        }

        var account = await db.Accounts.SingleAsync(row => row.Id == session.AccountId, cancellationToken);
        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == session.PersonId, cancellationToken);
        return new RunningSession(session, account, person);
    }

    /// <summary>A code for a running session is asked for and tried in sessions of that account alone.</summary>
    public static string HolderOf(AccountRecord account) => $"account:{account.Id:N}";

    public MobileNumber? MobileOf(AccountRecord account) => account.Mobile is { } mobile
        ? MobileNumber.Parse(cipher.Decrypt(AccountRecord.MobileColumn, account.Id, mobile))
        : null;

    /// <summary>Sends a code to the account's telephone; null when it has none.</summary>
    public async Task<CodeSending?> SendAsync(HttpContext context, RunningSession running, CancellationToken cancellationToken) => MobileOf(running.Account) is { } mobile
        ? await send.SendAsync(context, CodePurpose.StepUp, mobile, HolderOf(running.Account), known: true, cancellationToken)
        : null;

    /// <summary>Tries the missing factor.</summary>
    /// <param name="context">The request.</param>
    /// <param name="running">The session.</param>
    /// <param name="secret">Password or code, as the session lacks it.</param>
    /// <param name="clientId">Application that asks, if any.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<SignInOutcome> AddAsync(HttpContext context, RunningSession running, string secret, string? clientId, CancellationToken cancellationToken)
    {
        var account = running.Account;
        if (running.Missing is not { } factor)
        {
            return new SignInOutcome(SignInResults.Ok);
        }

        // Only who holds the session comes here: strangers' failures at the login page are counted elsewhere.
        var identifier = $"step-up|{account.Id:N}";
        var turn = await throttle.TakeAsync(context, factor, identifier, account.Id, cancellationToken);
        if (turn.Wait is { } wait)
        {
            return await FailAsync(new SignInOutcome(SignInResults.Throttled, Wait: wait));
        }

        var (isRight, left) = factor == Factor.Password ? (await IsPasswordAsync(account, secret, cancellationToken), turn.TriesLeft) : await IsCodeAsync(running, secret, cancellationToken);
        if (!isRight)
        {
            return await FailAsync(new SignInOutcome(SignInResults.WrongSecret, left));
        }

        await throttle.SucceedAsync(turn, cancellationToken);
        history.Add(context, account, identifier, factor, SignInResults.Ok, clientId);
        ProveMobile(account);
        await sessions.AddFactorAsync(context, running.Session, factor, cancellationToken);
        return new SignInOutcome(SignInResults.Ok);

        async Task<SignInOutcome> FailAsync(SignInOutcome outcome)
        {
            history.Add(context, account, identifier, factor, outcome.Result, clientId);
            await db.SaveChangesAsync(cancellationToken);
            return outcome;
        }
    }

    private async Task<bool> IsPasswordAsync(AccountRecord account, string password, CancellationToken cancellationToken) =>
        await passwords.VerifyAsync(account.PasswordHash, password, cancellationToken) != PasswordVerificationResult.Failed;

    private async Task<(bool IsRight, int Left)> IsCodeAsync(RunningSession running, string code, CancellationToken cancellationToken)
    {
        if (MobileOf(running.Account) is not { } mobile)
        {
            return (false, 0);
        }

        var result = await check.CheckAsync(CodePurpose.StepUp, mobile, HolderOf(running.Account), code, cancellationToken);
        return (result.IsRight, result.TriesLeft);
    }

    // Password and telephone in one session: the number is still this person's.
    private void ProveMobile(AccountRecord account)
    {
        account.MobileProvedAt = time.GetUtcMicroseconds();
        db.Audit(new Actor { Kind = ActorKind.Person, AccountId = account.Id, PersonId = account.PersonId }, "identity.mobile-proved", account.Id.ToString("N"));
    }
}
