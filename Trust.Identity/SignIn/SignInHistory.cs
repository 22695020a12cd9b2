using Microsoft.AspNetCore.Http;
using Trust.Contracts;
using Trust.Hosting.Actors;
using Trust.Hosting.Audit;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;

namespace Trust.Identity.SignIn;

/// <summary>Results of tries, as history and audit trail name them.</summary>
internal static class SignInResults
{
    public const string Ok = "ok";
    public const string WrongSecret = "wrong-secret";
    public const string Throttled = "throttled";

    /// <summary>Right code, but the telephone was proved too long ago to mean this account.</summary>
    public const string StaleMobile = "stale-mobile";
}

/// <summary>Writes what became of a try: for the account's owner to see, and into the audit trail.</summary>
internal sealed class SignInHistory(IdentityDbContext db, LookupHash hash, TimeProvider time)
{
    /// <summary>Adds both rows to the context. A try at no account is written as one at nobody's, so that it costs the same.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">Account that was tried.</param>
    /// <param name="identifier">Identifier in its normal form; only its keyed hash is written.</param>
    /// <param name="factor">Method of RFC 8176.</param>
    /// <param name="result">One of <see cref="SignInResults"/>.</param>
    /// <param name="clientId">Application that asks, if any.</param>
    public void Add(HttpContext context, AccountRecord? account, string identifier, string factor, string result, string? clientId)
    {
        var trace = BrowserTrace.Of(context);
        db.SignIns.Add(new SignInRecord
        {
            Id = Guid.CreateVersion7(time.GetUtcMicroseconds()),
            AccountId = account?.Id ?? Guid.Empty,
            Time = time.GetUtcMicroseconds(),
            Factor = factor,
            Result = result,
            ClientId = clientId,
            Device = trace.Device,
            Place = trace.Place,
        });
        var succeeded = result == SignInResults.Ok;
        var actor = succeeded && account is not null ? new Actor { Kind = ActorKind.Person, AccountId = account.Id, PersonId = account.PersonId } : context.GetActor();
        var subject = account?.Id.ToString("N") ?? hash.Of("typed", identifier);
        db.Audit(actor, succeeded ? "identity.signed-in" : "identity.sign-in-failed", subject, succeeded ? AuditWriting.Ok : $"identity.{result}", new { factor, clientId, trace.Device, trace.Place });
    }
}
