using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
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

    private async Task<Result<T>> CallAsync<T>(Func<IIdentity, Task<Result<T>>> call)
    {
        await using var scope = Services.CreateAsyncScope();
        return await call(scope.ServiceProvider.GetRequiredService<IIdentity>());
    }
}

public sealed class InProcessContractTests(OneProcess app) : ContractTests, IClassFixture<OneProcess>
{
    protected override IServiceProvider Services => app.Services;
}

public sealed class SeparateProcessContractTests(TwoProcesses app) : ContractTests, IClassFixture<TwoProcesses>
{
    protected override IServiceProvider Services => app.Services;

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
