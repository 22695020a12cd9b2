using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Trust.Identity.Accounts;
using Trust.Identity.Data;
using Trust.Identity.Sessions;
using Trust.Testing;

namespace Trust.Identity.Tests.Attacks;

/// <summary>All attacks meet one running program, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Attacked : ICollectionFixture<Provider>
{
    public const string Name = "Attacks";
}

/// <summary>The program in this process, in Development, with a clock that tests move and visitors from wherever they say.</summary>
public sealed partial class Provider : IDisposable
{
    public const string Issuer = "http://localhost";
    public const string Citizen = "林清和";
    public const string CitizenMobile = "19900000001";
    public const string OtherCitizen = "沈知远";
    public const string OtherMobile = "19900000002";
    public const string Administrator = "孙博文";
    public const string SealMaker = "许立诚";
    public const string WindowClerk = "吴晓岚";
    public const string LicenceOfficial = "周明慧";
    public const string AdministratorNumber = "YC1003";
    public const string Password = "Trust-Demo-2026!";
    public const string SourceHeader = "Test-Source";

    private readonly TemporaryFolder data = new();
    private readonly WebApplicationFactory<Program> factory;
    private int sources;

    public Provider() => factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
        .UseEnvironment("Development")
        .UseSetting("Trust:DataDirectory", data.Path)
        .UseSetting("Trust:PublicUrl", Issuer)
        .UseSetting("Trust:Rates:Page", "1000000").UseSetting("Trust:Rates:Secret", "1000000").UseSetting("Trust:Rates:Api", "1000000").UseSetting("Trust:Rates:Heavy", "1000000")
        .ReachesItsSandbox()
        .ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Time).AddSingleton<IStartupFilter, FromSomewhere>();
            services.ConfigureDbContext<SqliteIdentityDbContext>(options => options.AddInterceptors(Commands));
            services.AddSingleton<IPasswordHasher<AccountRecord>>(Hashes);
        }));

    public MovedTime Time { get; } = new();

    internal CountedCommands Commands { get; } = new();

    internal CountedHashes Hashes { get; } = new();

    public IServiceProvider Services => factory.Services;

    /// <summary>A browser without cookies, from an address that nobody has used yet.</summary>
    public Browser Visit() => Visit($"198.51.{Interlocked.Increment(ref sources) / 250}.{(sources % 250) + 1}");

    public Browser Visit(string source)
    {
        // Work is counted where a test asks for it, so the request belongs to the flow of its test.
        factory.Server.PreserveExecutionContext = true;
        return new(new HttpClient(factory.Server.CreateHandler()) { BaseAddress = new Uri(Issuer) }, source);
    }

    /// <summary>A program of a department, without cookies.</summary>
    public HttpClient Machine() => new(factory.Server.CreateHandler()) { BaseAddress = new Uri(Issuer) };

    /// <summary>A browser in which somebody is signed in; the session is written, not earned.</summary>
    public async Task<Browser> SignedInAsync(string name = Citizen, bool staff = false, params string[] factors)
    {
        var visitor = Visit();
        await SignInAsync(visitor, name, staff, factors);
        return visitor;
    }

    public async Task SignInAsync(Browser visitor, string name = Citizen, bool staff = false, params string[] factors)
    {
        string[] proved = factors.Length > 0 ? factors : staff ? ["pwd", "otp"] : ["pwd"];
        var realm = staff ? Realm.Staff : Realm.Citizen;
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        var now = Time.GetUtcNow();
        await ChangeAsync(async db =>
        {
            var account = await AccountAsync(db, name, realm);
            db.Sessions.Add(new SessionRecord
            {
                Id = Guid.CreateVersion7(now),
                Sid = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                SecretHash = BrowserSessions.HashOf(secret),
                AccountId = account.Id,
                PersonId = account.PersonId,
                Realm = realm,
                Factors = Factors.Format(proved.Select(factor => new Factor(factor, now))),
                AuthTime = now,
                Device = "",
                Place = "",
                CreatedAt = now,
                LastSeenAt = now,
                ExpiresAt = now.AddHours(10),
            });
        });
        visitor.Cookies[staff ? "trust-staff" : "trust-session"] = secret;
    }

    internal static Task<AccountRecord> AccountAsync(IdentityDbContext db, string name, Realm realm = Realm.Citizen) => (
        from account in db.Accounts join person in db.Persons on account.PersonId equals person.Id where person.Name == name && account.Realm == realm select account).SingleAsync();

    /// <summary>The newest code that a telephone got, which is not the one before.</summary>
    public async Task<string> CodeOnAsync(string mobile, string? before = null)
    {
        for (var look = 0; look < 200; look++)
        {
            if (await LastCodeOnAsync(mobile) is { } code && code != before)
            {
                return code;
            }

            await Task.Delay(25);
        }

        throw new TimeoutException("No code came.");
    }

    /// <summary>The newest code that a telephone got so far, or null: one that is asked for now comes later.</summary>
    public async Task<string?> LastCodeOnAsync(string mobile)
    {
        var outbox = (await Visit().GetAsync("/sandbox/sms/outbox")).Json;
        var text = outbox.EnumerateArray().FirstOrDefault(message => message.GetProperty("to").GetString() == "+86" + mobile);
        return text.ValueKind != System.Text.Json.JsonValueKind.Undefined && SixDigits().Match(text.GetProperty("text").GetString()!) is { Success: true } code ? code.Value : null;
    }

    /// <summary>The code of a demo post's authenticator; each is taken once.</summary>
    public async Task<string> TotpAsync(string staffNumber)
    {
        await ChangeAsync(db => db.Staff.Where(staff => staff.StaffNumber == staffNumber).ExecuteUpdateAsync(set => set.SetProperty(staff => staff.LastTotpStep, 0)));
        return Trust.Identity.Staff.Totp.CodeOf(DemoAccounts.TotpSecretOf(staffNumber), Time.GetUtcNow());
    }

    /// <summary>Looks at the database, or changes it behind the program's back.</summary>
    internal async Task<T> LookAsync<T>(Func<IdentityDbContext, Task<T>> look)
    {
        await using var scope = Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<IdentityDbContext>());
    }

    internal async Task ChangeAsync(Func<IdentityDbContext, Task> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
        await change(db);
        await db.SaveChangesAsync();
    }

    [System.Text.RegularExpressions.GeneratedRegex("(?<=验证码)[0-9]{6}")]
    private static partial System.Text.RegularExpressions.Regex SixDigits();

    public void Dispose()
    {
        factory.Dispose();
        data.Dispose();
    }

    // The address of a connection cannot be forged over TCP; here a header says it.
    private sealed class FromSomewhere : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.TryParse(context.Request.Headers[SourceHeader], out var address) ? address : IPAddress.Loopback;
                return rest(context);
            });
            next(app);
        };
    }
}

/// <summary>The machine's clock, set forward.</summary>
public sealed class MovedTime : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
