using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Trust.Contracts;
using Trust.Contracts.Identity;
using Trust.Crypto.Keys;
using Trust.Hosting.Actors;
using Trust.Hosting.Keys;
using Trust.Testing;

namespace Trust.Identity.Tests;

/// <summary>The contract behaves alike in process and against another operating-system process.</summary>
public abstract class ContractTests
{
    protected abstract IServiceProvider Services { get; }

    [Fact]
    public async Task Anonymous_actor_is_nobody() =>
        Assert.Null((await CallAsync(identity => identity.ResolvePersonAsync(Actor.Anonymous, default))).Value);

    [Fact]
    public async Task Demo_person_can_be_previewed_and_is_then_resolved()
    {
        var actor = await CallAsync(identity => identity.PreviewPersonAsync(Actor.Process("front"), "沈知远", default));
        Assert.Equal(ActorKind.Person, actor.Value.Kind);
        Assert.Equal(0, actor.Value.Level);
        var person = await CallAsync(identity => identity.ResolvePersonAsync(actor.Value, default));
        Assert.Equal("沈知远", person.Value!.DisplayName);
        Assert.True(person.Value.IsDemo);
    }

    [Theory]
    [InlineData("不存在的人")]
    [InlineData("")]
    [InlineData("' OR 1=1 --")]
    public async Task Nobody_else_can_be_previewed(string name)
    {
        var answer = await CallAsync(identity => identity.PreviewPersonAsync(Actor.Process("front"), name, default));
        Assert.Equal("identity.preview-refused", answer.Error?.Code);
    }

    [Fact]
    public async Task Only_a_process_previews()
    {
        var answer = await CallAsync(identity => identity.PreviewPersonAsync(Actor.Anonymous, "林清和", default));
        Assert.Equal(ErrorKind.Forbidden, answer.Error?.Kind);
    }

    [Fact]
    public async Task Person_that_Identity_does_not_keep_is_unknown()
    {
        using var keys = new KeyFolder(Path.Combine(GatewayProcess.RepositoryRoot, "keys-dev"), new Secret(KeyOptions.DevelopmentMasterKey));
        using var evidence = keys.OpenSigningKey(KeyPurpose.Evidence, KeyAlgorithm.EcdsaP256);
        var stranger = PersonStatement.Sign(
            new Actor
            {
                Kind = ActorKind.Person,
                AccountId = Guid.NewGuid(),
                PersonId = Guid.NewGuid(),
                Capacity = new Capacity(CapacityKind.Natural, null),
                SessionId = "session",
                Roles = [new ScopedRole("window", "990100", null)],
            },
            evidence,
            TimeProvider.System.GetUtcNow());
        var answer = await CallAsync(identity => identity.ResolvePersonAsync(stranger, default));
        Assert.Equal("identity.person-unknown", answer.Error?.Code);
    }

    [Fact]
    public async Task Cookie_of_a_session_opens_as_its_person_and_nothing_else_does()
    {
        using var visitor = Visit();
        await visitor.SignInAsync("19900000001", IdentityModule.DemoPassword);
        var cookie = visitor.Cookie("trust-session")!;
        var actor = (await OpenAsync(cookie, staff: false)).Value!;
        Assert.Equal(ActorKind.Person, actor.Kind);
        Assert.Equal(CapacityKind.Natural, actor.Capacity!.Kind);
        Assert.Equal(1, actor.Level);
        Assert.Empty(actor.Roles);
        Assert.NotNull(actor.Statement);
        Assert.Equal("林清和", (await CallAsync(identity => identity.ResolvePersonAsync(actor, default))).Value!.DisplayName);

        Assert.Null((await OpenAsync(cookie, staff: true)).Value);
        Assert.Null((await OpenAsync(cookie + "x", staff: false)).Value);
        Assert.Null((await OpenAsync("", staff: false)).Value);
        var tried = await CallAsync(identity => identity.OpenSessionAsync(actor, new OpenSessionCall(cookie, false), default));
        Assert.Equal(ErrorKind.Forbidden, tried.Error?.Kind);
    }

    [Fact]
    public async Task Token_of_a_machine_opens_as_its_client_and_nonsense_as_nobody()
    {
        using var client = CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", "api")]),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-machine:demo-machine-secret")));
        using var answer = await client.SendAsync(request);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        var actor = (await OpenAsync(token)).Value!;
        Assert.Equal(ActorKind.Client, actor.Kind);
        Assert.Equal("demo-machine", actor.ClientId);
        Assert.Equal(["api"], actor.Scopes);
        Assert.NotNull(actor.Statement);

        foreach (var nonsense in new[] { "", "x", "a.b.c", token[..^3] + "AAA" })
        {
            Assert.Null((await OpenAsync(nonsense)).Value);
        }

        var tried = await CallAsync(identity => identity.OpenTokenAsync(Actor.Anonymous, new OpenTokenCall(token), default));
        Assert.Equal(ErrorKind.Forbidden, tried.Error?.Kind);
    }

    [Fact]
    public async Task Legal_representative_represents_the_demo_company_and_a_citizen_nobody()
    {
        var company = Assert.Single((await RepresentedAsync("沈知远")).Value);
        Assert.Equal("91990101MA0QHCP131", company.CreditCode);
        Assert.Equal("legal-representative", company.Role);
        Assert.Empty((await RepresentedAsync("林清和")).Value);
    }

    [Fact]
    public async Task Holder_is_a_person_of_level_two_in_a_session_of_level_two()
    {
        var person = await PersonAsync("林清和");
        var holder = (await HolderAsync(person)).Value!;
        Assert.Equal(("林清和", HolderCodes.CitizenNumber, "99010219900307002X"), (holder.Name, holder.CodeType, holder.Code));
        Assert.DoesNotContain("99010219900307002X", holder.ToString(), StringComparison.Ordinal);
        Assert.Equal(holder, (await HolderAsync(person with { Capacity = new Capacity(CapacityKind.Legal, "91990101MA0QHCP131") })).Value);

        Assert.Null((await HolderAsync(person with { Level = 1 })).Value);
        Assert.Null((await HolderAsync(person with { PersonId = Guid.NewGuid() })).Value);
        Assert.Null((await HolderAsync(person with { Capacity = new Capacity(CapacityKind.Staff, "11990100MB0000027F") })).Value);
        foreach (var nobody in new[] { Actor.Anonymous, Actor.Process("front") })
        {
            var answer = await CallAsync(identity => identity.ReadHolderAsync(nobody, default));
            Assert.True(answer is { Succeeded: false, Error.Kind: ErrorKind.Forbidden or ErrorKind.Unauthenticated } || answer.Value is null);
        }
    }

    [Theory]
    [InlineData("111", "99010219900307002X", 1)]
    [InlineData("111", "99010219900307003X", -1)]
    [InlineData("111", "990101196805231174", -1)]
    [InlineData("111", "990102197210070269", 0)]
    [InlineData("001", "91990101MA0QHCP131", 1)]
    [InlineData("001", "11990000MB0000019F", 0)]
    [InlineData("001", "91990101MA0QHCP132", 0)]
    [InlineData("001", "91990101MA0QHCP231", -1)]
    [InlineData("414", "E12345678", -1)]
    public async Task Holder_is_told_where_somebody_has_proved_the_code(string type, string code, int told)
    {
        var answer = await NotifyAsync(new NotifyHolderCall(type, code, HolderNotices.Issued, "食品经营许可证"));
        if (told < 0)
        {
            Assert.Equal(IdentityErrors.NoticeInvalid.Code, answer.Error?.Code);
            return;
        }

        Assert.Equal(told, answer.Value);
    }

    [Theory]
    [InlineData("licence-issued", "短")]
    [InlineData("licence-issued", "")]
    [InlineData("licence-issued", "请看evil.example")]
    [InlineData("licence-issued", "请看https://e")]
    [InlineData("licence-issued", "请看www。坏。cn")]
    [InlineData("licence-issued", "打电话13800000000")]
    [InlineData("licence-issued", "营业\n执照")]
    [InlineData("licence-issued", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一")]
    [InlineData("you-have-won", "营业执照")]
    [InlineData("", "营业执照")]
    public async Task Notice_says_nothing_of_the_callers_own(string template, string licenceType)
    {
        var answer = await NotifyAsync(new NotifyHolderCall("111", "99010219900307002X", template, licenceType));
        Assert.Equal(IdentityErrors.NoticeInvalid.Code, answer.Error?.Code);
    }

    [Fact]
    public async Task Notice_with_the_same_key_is_one_and_with_other_words_another()
    {
        var call = new NotifyHolderCall("111", "99010219900307002X", HolderNotices.Changed, "道路运输证");
        var key = IdempotencyKey.New();
        Assert.Equal(1, (await NotifyAsync(call, key)).Value);
        Assert.Equal(1, (await NotifyAsync(call, key)).Value);
        Assert.Equal("request.idempotency-key-reused", (await NotifyAsync(call with { Template = HolderNotices.Ended }, key)).Error?.Code);
        Assert.Equal("request.idempotency-key-reused", (await NotifyAsync(call with { Code = "990103197809120353" }, key)).Error?.Code);
        Assert.DoesNotContain("307002", call.ToString(), StringComparison.Ordinal);

        var person = await PersonAsync("林清和");
        Assert.Equal(ErrorKind.Forbidden, (await CallAsync(identity => identity.NotifyHolderAsync(person, call, IdempotencyKey.New(), default))).Error?.Kind);
        Assert.Equal(ErrorKind.Forbidden, (await CallAsync(identity => identity.NotifyHolderAsync(Actor.Anonymous, call, IdempotencyKey.New(), default))).Error?.Kind);
    }

    [Fact]
    public async Task Act_is_confirmed_to_staff_only()
    {
        using var visitor = Visit();
        await SignInStaffAsync(visitor, "YC1003");
        var staff = (await OpenAsync(visitor.Cookie("trust-staff")!, staff: true)).Value!;
        Assert.Equal(CapacityKind.Staff, staff.Capacity!.Kind);
        Assert.Equal("system-administrator", Assert.Single(staff.Roles).Name);
        var confirmed = (await ActAsync(staff)).Value;
        Assert.Equal(1, confirmed.Level);
        Assert.False(confirmed.Fresh);

        await visitor.SignInAsync("19900000002", IdentityModule.DemoPassword);
        var citizen = (await OpenAsync(visitor.Cookie("trust-session")!, staff: false)).Value!;
        Assert.Equal(IdentityErrors.ActRefused.Code, (await ActAsync(citizen)).Error?.Code);
        Assert.Equal(ErrorKind.Forbidden, (await ActAsync(Actor.Process("front"))).Error?.Kind);
    }

    protected abstract HttpClient CreateClient(params DelegatingHandler[] handlers);

    private Visitor Visit()
    {
        var cookies = new CookieContainer();
        return new Visitor(CreateClient(new CookieContainerHandler(cookies)), cookies);
    }

    private static async Task SignInStaffAsync(Visitor visitor, string number)
    {
        var secret = IdentityModule.DemoStaff.Single(staff => staff.StaffNumber == number).TotpSecret;
        await visitor.GetAsync("/account/staff/login");
        await visitor.PostAsync(
            "/account/staff/login", ("Input.StaffNumber", number), ("Input.Password", IdentityModule.DemoPassword),
            ("Input.Code", Trust.Identity.Staff.Totp.CodeOf(secret, TimeProvider.System.GetUtcNow())));
    }

    private Task<Result<Actor?>> OpenAsync(string cookie, bool staff) =>
        CallAsync(identity => identity.OpenSessionAsync(Actor.Process("front"), new OpenSessionCall(cookie, staff), default));

    private Task<Result<Actor?>> OpenAsync(string token) => CallAsync(identity => identity.OpenTokenAsync(Actor.Process("front"), new OpenTokenCall(token), default));

    private async Task<Result<RepresentedOrganisation[]>> RepresentedAsync(string name)
    {
        var actor = await CallAsync(identity => identity.PreviewPersonAsync(Actor.Process("front"), name, default));
        return await CallAsync(identity => identity.ListRepresentedAsync(actor.Value, default));
    }

    private Task<Result<HolderIdentity?>> HolderAsync(Actor actor)
    {
        using var keys = new KeyFolder(Path.Combine(GatewayProcess.RepositoryRoot, "keys-dev"), new Secret(KeyOptions.DevelopmentMasterKey));
        using var evidence = keys.OpenSigningKey(KeyPurpose.Evidence, KeyAlgorithm.EcdsaP256);
        var stated = PersonStatement.Sign(actor, evidence, TimeProvider.System.GetUtcNow());
        return CallAsync(identity => identity.ReadHolderAsync(stated, default));
    }

    // A demo person in a session of level 2.
    private async Task<Actor> PersonAsync(string name)
    {
        var preview = (await CallAsync(identity => identity.PreviewPersonAsync(Actor.Process("front"), name, default))).Value;
        Assert.Null((await CallAsync(identity => identity.ReadHolderAsync(preview, default))).Value);
        return preview with { Level = 2 };
    }

    private Task<Result<int>> NotifyAsync(NotifyHolderCall call, IdempotencyKey? key = null) =>
        CallAsync(identity => identity.NotifyHolderAsync(Actor.Process("front"), call, key ?? IdempotencyKey.New(), default));

    private Task<Result<ConfirmedAct>> ActAsync(Actor actor) =>
        CallAsync(identity => identity.ConfirmActAsync(actor, new ActCall("seal.destroy", "1", ActKind.Act, null), default));

    private async Task<Result<T>> CallAsync<T>(Func<IIdentity, Task<Result<T>>> call)
    {
        await using var scope = Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<IIdentity>());
    }
}

public sealed class InProcessContractTests(OneProcess app) : ContractTests, IClassFixture<OneProcess>
{
    protected override IServiceProvider Services => app.Services;

    protected override HttpClient CreateClient(params DelegatingHandler[] handlers) => app.CreateClient(handlers);
}

public sealed class SeparateProcessContractTests(TwoProcesses app) : ContractTests, IClassFixture<TwoProcesses>
{
    protected override IServiceProvider Services => app.Services;

    protected override HttpClient CreateClient(params DelegatingHandler[] handlers) => app.CreateClient(handlers);

    [Fact]
    public async Task Module_that_is_gone_is_unavailable_not_an_exception()
    {
        using var lonely = TwoProcesses.FrontOf(app.DataPath, GatewayProcess.FreePort());
        await using var scope = lonely.Services.CreateAsyncScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IIdentity>().ResolvePersonAsync(Actor.Anonymous, default);
        Assert.Equal(ErrorKind.Unavailable, answer.Error?.Kind);
        Assert.Equal("identity.unavailable", answer.Error?.Code);
    }
}

/// <summary>Identity in this process.</summary>
public sealed class OneProcess : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly WebApplicationFactory<Program> factory;

    public OneProcess() => factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
        .UseEnvironment("Development")
        .UseSetting("Trust:DataDirectory", data.Path)
        .UseSetting("Trust:PublicUrl", "http://localhost")
        .ReachesItsSandbox());

    public IServiceProvider Services => factory.Services;

    public HttpClient CreateClient() => factory.CreateClient();

    public HttpClient CreateClient(params DelegatingHandler[] handlers) => factory.CreateDefaultClient(new Uri("http://localhost"), handlers);

    public void Dispose()
    {
        factory.Dispose();
        data.Dispose();
    }
}

/// <summary>Identity in another process, reached over its internal listener.</summary>
public sealed class TwoProcesses : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly int port = GatewayProcess.FreePort();
    private GatewayProcess identity = null!;
    private WebApplicationFactory<Program> front = null!;

    public IServiceProvider Services => front.Services;

    public string DataPath => data.Path;

    public HttpClient CreateClient(params DelegatingHandler[] handlers) => front.CreateDefaultClient(new Uri("http://localhost"), handlers);

    public async Task InitializeAsync()
    {
        identity = GatewayProcess.Start(
        [
            "--Trust:Modules:Only=identity", "--Trust:Node:Process=identity", $"--Trust:Internal:Urls=http://localhost:{port}",
            "--Trust:PublicUrl=http://localhost", $"--Trust:DataDirectory={data.Path}",
        ]);
        await identity.WaitForAsync(new Uri($"http://localhost:{port}/health/ready"));
        front = FrontOf(data.Path, port);
    }

    public static WebApplicationFactory<Program> FrontOf(string dataPath, int identityPort) => new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
        .UseEnvironment("Development")
        .UseSetting("Trust:DataDirectory", dataPath)
        .UseSetting("Trust:PublicUrl", "http://localhost")
        .UseSetting("Trust:Modules:Identity:Url", $"http://localhost:{identityPort}"));

    public async Task DisposeAsync()
    {
        await front.DisposeAsync();
        await identity.DisposeAsync();
    }

    public void Dispose() => data.Dispose();
}
