using OpenIddict.Abstractions;
using Trust.Contracts;
using Trust.Hosting.Audit;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Organisations;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Trust.Identity.Oidc;

/// <summary>Applications of the demonstration, present in Development only; their secrets are public knowledge.</summary>
internal sealed class DemoClients(IOpenIddictApplicationManager applications, IdentityDbContext db, IdentityOptions options, TimeProvider time)
{
    public static IReadOnlyList<(string Id, string Secret)> Printed { get; } = [("demo-web", "demo-web-secret"), ("demo-spa", ""), ("demo-machine", "demo-machine-secret"), ("demo-office", "demo-office-secret")];

    public async Task AddAsync(CancellationToken cancellationToken)
    {
        await AddAsync(Web("demo-web", "云川省演示应用", Realm.Citizen), "demo-web-secret", [ResponseTypes.Code], cancellationToken);
        await AddAsync(Web("demo-spa", "云川省演示单页应用", Realm.Citizen, ClientTypes.Public, "ES256"), null, [ResponseTypes.Code], cancellationToken);
        await AddAsync(Web("demo-office", "云川省演示办公应用", Realm.Staff), "demo-office-secret", [ResponseTypes.Code], cancellationToken);
        await AddAsync(Machine("demo-machine", "云川省演示数据接口"), "demo-machine-secret", [], cancellationToken);
        if (options.BenchmarkClients)
        {
            foreach (var algorithm in new[] { "ES256", "RS256" })
            {
                var id = $"bench-{algorithm.ToLowerInvariant()}";
                await AddAsync(Machine(id, id, algorithm, "https://resource.trust.invalid"), $"bench-secret-{id}", [], cancellationToken);
                await AddAsync(Machine($"{id}-row", id, algorithm), $"bench-secret-{id}-row", [], cancellationToken);
            }
        }
    }

    private async Task AddAsync(ApplicationRecord application, string? secret, IReadOnlyList<string> responses, CancellationToken cancellationToken)
    {
        if (await applications.FindByClientIdAsync(application.ClientId!, cancellationToken) is not null)
        {
            return;
        }

        var permissions = responses.Count > 0 ? ApplicationPermissions.Web(application.Realm, application.ClientType == ClientTypes.Public) : ApplicationPermissions.Machine;
        application.Permissions = System.Text.Json.JsonSerializer.Serialize(permissions);
        application.Requirements = responses.Count > 0 ? System.Text.Json.JsonSerializer.Serialize<string[]>([Requirements.Features.ProofKeyForCodeExchange]) : null;
        db.Audit(Actor.Process("identity"), "identity.application-registered", application.ClientId!, payload: new { application.Realm, application.IsDemo });
        if (secret is null)
        {
            await applications.CreateAsync(application, cancellationToken);
        }
        else
        {
            await applications.CreateAsync(application, secret, cancellationToken);
        }
    }

    private ApplicationRecord Web(string id, string name, Realm realm, string type = ClientTypes.Confidential, string idTokens = "RS256") => new()
    {
        Id = Guid.CreateVersion7(),
        ClientId = id,
        ClientType = type,
        ApplicationType = ApplicationTypes.Web,
        DisplayName = name,
        ConsentType = ConsentTypes.Explicit,
        RedirectUris = """["http://localhost:5090/callback"]""",
        PostLogoutRedirectUris = """["http://localhost:5090/"]""",
        Realm = realm,
        OwnerName = "云川省政务服务管理局",
        OwnerCode = DemoOrganisations.Office,
        Region = "990000",
        OptionalScopes = Scopes.Phone,
        Purpose = "演示统一登录",
        IdTokenAlgorithm = idTokens,
        Icon = "grid",
        RegisteredAt = time.GetUtcNow(),
        IsDemo = true,
    };

    private ApplicationRecord Machine(string id, string name, string algorithm = "ES256", string? outside = null) => new()
    {
        Id = Guid.CreateVersion7(),
        ClientId = id,
        ClientType = ClientTypes.Confidential,
        DisplayName = name,
        Realm = Realm.Citizen,
        OwnerName = "云川省政务服务管理局",
        OwnerCode = DemoOrganisations.Office,
        Region = "990000",
        AccessTokenAlgorithm = algorithm,
        OutsideResource = outside,
        RegisteredAt = time.GetUtcNow(),
        IsDemo = true,
    };
}
