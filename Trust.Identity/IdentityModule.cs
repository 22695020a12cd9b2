using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts.Codes;
using Trust.Contracts.Identity;
using Trust.Crypto.Keys;
using Trust.Hosting.Data;
using Trust.Hosting.Keys;
using Trust.Hosting.Modules;
using Trust.Identity.Accounts;
using Trust.Identity.Api;
using Trust.Identity.Applications;
using Trust.Identity.Codes;
using Trust.Identity.Data;
using Trust.Identity.Holders;
using Trust.Identity.Oidc;
using Trust.Identity.Organisations;
using Trust.Identity.Persons;
using Trust.Identity.Registration;
using Trust.Identity.Registry;
using Trust.Identity.Sessions;
using Trust.Identity.SignIn;
using Trust.Identity.Sms;
using Trust.Identity.Staff;
using Trust.Identity.Window;
using Trust.Web;

namespace Trust.Identity;

/// <summary>One account for everyone in the province (统一身份认证): who someone is.</summary>
public sealed class IdentityModule : ITrustModule
{
    /// <summary>The demo people, for the greeting of a development start and for the registry of the sandbox.</summary>
    public static IReadOnlyList<(string Name, string Role, CitizenIdNumber IdNumber, MobileNumber Mobile, EthnicityCode Ethnicity)> DemoPeople =>
        [.. Persons.DemoPeople.All.Select(person => (person.Name, person.Role, person.IdNumber, person.Mobile, person.Ethnicity))];

    /// <summary>What the greeting of a development start says about signing in: staff accounts with their one-time-code secrets, and applications.</summary>
    public static IReadOnlyList<(string StaffNumber, string Name, string Role, string TotpSecret)> DemoStaff =>
        [.. DemoAccounts.Staff.Select(staff => (staff.StaffNumber, staff.Name, staff.Role, DemoAccounts.TotpSecretOf(staff.StaffNumber)))];

    /// <summary>Password of every demo account.</summary>
    public static string DemoPassword => DemoAccounts.Password;

    /// <summary>Demo applications and their secrets.</summary>
    public static IReadOnlyList<(string Id, string Secret)> DemoApplications => DemoClients.Printed;

    /// <inheritdoc/>
    public string Name => "identity";

    /// <inheritdoc/>
    public IReadOnlyList<string> PublicPaths =>
    [
        "/account/{**rest}", "/connect/{**rest}", "/saml/{**rest}", "/scim/{**rest}", "/admin/identity/{**rest}", "/api/identity/{**rest}",
        "/openapi/identity.json", "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Calls => [];

    /// <inheritdoc/>
    public IReadOnlyList<(KeyPurpose Purpose, KeyAlgorithm Algorithm)> Keys =>
    [
        (KeyPurpose.Evidence, KeyAlgorithm.EcdsaP256), (KeyPurpose.OidcSigning, KeyAlgorithm.Rsa3072), (KeyPurpose.OidcSigning, KeyAlgorithm.EcdsaP256),
        (KeyPurpose.DataEncryption, KeyAlgorithm.Symmetric256), (KeyPurpose.LookupHash, KeyAlgorithm.Symmetric256),
    ];

    /// <inheritdoc/>
    public void AddFrame(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.Services.AddWords(typeof(IdentityModule).Assembly);
        module.Services.AddScoped<IChromeSource, AccountChrome>();
    }

    /// <inheritdoc/>
    public void AddServices(ModuleBuilder module)
    {
        ArgumentNullException.ThrowIfNull(module);
        module.AddModuleDatabase<IdentityDbContext, SqliteIdentityDbContext, PostgresIdentityDbContext>();

        // Their sections lie inside that of the module, which is read after them.
        module.AddRegistry();
        module.AddSms();
        module.AddOptions<StaffOptions>();
        module.AddOptions<IdentityOptions>();
        module.Services.AddSingleton(provider => new FieldCipher(provider.GetRequiredService<KeyFolder>(), Name));
        module.Services.AddSingleton(provider => new LookupHash(provider.GetRequiredService<KeyFolder>(), Name));
        module.Services.AddScoped<BrowserSessions>().AddScoped<OpenSession>();
        module.Services.AddScoped<DemoAccounts>().AddScoped<DemoClients>();
        module.AddOidc();
        module.AddStaff();
        module.Services.AddScoped<RegisterApplication>().AddScoped<ChangeApplication>();
        module.Services.AddScoped<IIdentity, IdentityContract>();
        module.Services.AddSingleton<PersonStatements>();
        module.Services.AddScoped<IdentityStore>();
        module.AddCodes();
        module.AddSignIn();
        module.AddRegistration();
        module.AddAccountCentre();
        module.AddHolders();
        module.AddWindow();
        module.AddApi();
    }

    /// <inheritdoc/>
    public void AddRemote(ModuleBuilder module) => module.AddContractClient<IIdentity, IdentityClient>();

    /// <inheritdoc/>
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        OidcEndpoints.Map(endpoints);
        PasskeyEndpoints.Map(endpoints);
        IdentityApi.Map(endpoints);
    }

    /// <inheritdoc/>
    public void MapOperations(RouteGroupBuilder operations)
    {
        ResolvePerson.Map(operations);
        OpenSession.Map(operations);
        OpenToken.Map(operations);
        ListRepresented.Map(operations);
        ReadHolder.Map(operations);
        NotifyHolder.Map(operations);
        ConfirmAct.Map(operations);
        PreviewPerson.Map(operations);
    }

    /// <inheritdoc/>
    public IModuleStore? Store(IServiceProvider services) => services.GetRequiredService<IdentityStore>();
}
