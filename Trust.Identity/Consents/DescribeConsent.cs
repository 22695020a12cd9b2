using Microsoft.EntityFrameworkCore;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Oidc;
using Trust.Identity.Persons;
using Trust.Web;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Consents;

/// <summary>One thing that an application wants to know.</summary>
/// <param name="Scope">Scope that releases it.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">What the application would see, masked.</param>
/// <param name="Optional">Whether the person may leave it out.</param>
internal sealed record ConsentLine(string Scope, string Name, string Value, bool Optional);

/// <summary>Shows a person what an application asks for.</summary>
internal sealed class DescribeConsent(IdentityDbContext db, ReleasedClaims released, Words words)
{
    public async Task<IReadOnlyList<ConsentLine>> OfAsync(Guid accountId, ApplicationRecord application, IReadOnlyList<string> asked, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == accountId, cancellationToken);
        var person = await db.Persons.AsNoTracking().SingleAsync(row => row.Id == account.PersonId, cancellationToken);
        return [.. asked.Select(scope => new ConsentLine(scope, ScopeWords.Of(words, scope), ValueOf(scope, account, person), ConsentStore.IsOptional(application, scope)))];
    }

    private string ValueOf(string scope, AccountRecord account, PersonRecord person) => scope switch
    {
        Scopes.Profile => person.Name,
        Scopes.Phone => released.MobileOf(account)?.ToString() ?? words["没有登记"],
        OidcScopes.IdDocument => released.IdNumberOf(person)?.ToString() ?? words["没有登记"],
        _ => "",
    };
}
