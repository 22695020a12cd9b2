using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Trust.Identity;
using Trust.Testing;

namespace Trust.Seal.Tests.Processes;

/// <summary>The real program in processes of its own: all modules in one, or Seal in a second one behind the front.</summary>
public sealed class SealNode : IAsyncDisposable
{
    private static readonly string[] NoRates = [.. new[] { "Page", "Secret", "Heavy", "Api" }.Select(limit => $"--Trust:Rates:{limit}=1000000")];

    private SealNode(Uri address, GatewayProcess front, GatewayProcess? seal)
    {
        Address = address;
        Front = front;
        Seal = seal ?? front;
    }

    /// <summary>Where people and clients reach it.</summary>
    public Uri Address { get; }

    /// <summary>The process that is asked.</summary>
    public GatewayProcess Front { get; }

    /// <summary>The process in which Seal runs.</summary>
    public GatewayProcess Seal { get; }

    /// <summary>Starts one process with everything.</summary>
    public static async Task<SealNode> StartAsync(string dataFolder, IEnumerable<string>? settings = null, IReadOnlyDictionary<string, string>? variables = null)
    {
        var address = new Uri($"http://localhost:{GatewayProcess.FreePort()}");
        var process = GatewayProcess.Start(["--urls", address.OriginalString, $"--Trust:DataDirectory={dataFolder}", .. NoRates, .. settings ?? []], variables: variables);
        try
        {
            await process.WaitForAsync(new Uri(address, "/health/ready"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }

        return new SealNode(address, process, null);
    }

    /// <summary>Starts the front and Seal as two processes; each calls the other.</summary>
    /// <param name="dataFolder">Data folder of both.</param>
    /// <param name="sealPort">Where Seal listens for other processes.</param>
    /// <param name="sealSettings">More settings of the process with Seal.</param>
    public static async Task<SealNode> StartTwoAsync(string dataFolder, int sealPort, params string[] sealSettings)
    {
        var address = new Uri($"http://localhost:{GatewayProcess.FreePort()}");
        var inner = GatewayProcess.FreePort();
        string[] shared = [$"--Trust:DataDirectory={dataFolder}", $"--Trust:PublicUrl={address.OriginalString}", .. NoRates];
        var front = GatewayProcess.Start(
        [
            .. shared, $"--urls={address.OriginalString}", $"--Trust:Internal:Urls=http://localhost:{inner}", $"--Trust:Modules:Seal:Url=http://localhost:{sealPort}",
            "--Trust:Internal:Peers:seal:Operations:0=identity.*", "--Trust:Internal:Peers:seal:Modules:0=seal",
        ]);
        var seal = GatewayProcess.Start(
        [
            .. shared, "--Trust:Modules:Only=seal", "--Trust:Node:Process=seal", $"--Trust:Internal:Urls=http://localhost:{sealPort}", $"--Trust:Modules:Identity:Url=http://localhost:{inner}",
            .. sealSettings,
        ]);
        var node = new SealNode(address, front, seal);
        try
        {
            await front.WaitForAsync(new Uri(address, "/health/ready"));
            await seal.WaitForAsync(new Uri($"http://localhost:{sealPort}/health/ready"));
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }

        return node;
    }

    public HttpClient Client() => new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>A client with a fresh token of the demo machine.</summary>
    public async Task<HttpClient> MachineAsync()
    {
        var client = Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));
        return client;
    }

    public static async Task<string> TokenAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("scope", "api")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo-machine:demo-machine-secret")));
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>An official signed in with password and one-time code.</summary>
    public async Task<Desk> SignInAsync(string staffNumber)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false };
        var desk = new Desk(new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) });
        var secret = IdentityModule.DemoStaff.Single(staff => staff.StaffNumber == staffNumber).TotpSecret;
        var code = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(secret)).ComputeTotp();
        await desk.GetAsync("/account/staff/login");
        var answer = await desk.PostAsync("/account/staff/login", ("Input.StaffNumber", staffNumber), ("Input.Password", IdentityModule.DemoPassword), ("Input.Code", code));
        Assert.True(answer.Location == "/account/staff/home", $"{answer.Status} {answer.Location}");
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        await Front.DisposeAsync();
        if (!ReferenceEquals(Seal, Front))
        {
            await Seal.DisposeAsync();
        }
    }
}
